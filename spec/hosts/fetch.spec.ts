import { fetchHandler } from 'offiaccount/hosts';
import { serveFetch } from '../support/serve-fetch';
import { tellStories, type HostUnderTest } from '../support/stories';

const host: HostUnderTest = {
  name: 'a route handler of fetch',
  start: async (accounts, { drained }) => {
    const routes = Object.entries(accounts).map(([path, wx]) => [path, fetchHandler(wx)] as const);
    return Promise.resolve({ listener: serveFetch(Object.fromEntries(routes), drained) });
  },
};

tellStories(host);
tellStories(host, 'cloudrun');
