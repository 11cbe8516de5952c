import Fastify from 'fastify';
import { fastify } from 'offiaccount/hosts';
import { drain, tellStories, type HostUnderTest } from '../support/stories';

const host: HostUnderTest = {
  name: 'Fastify',
  start: async (accounts, { drained }) => {
    const app = Fastify();
    if (drained)
      app.addHook('onRequest', async (request) => {
        await drain(request.raw);
      });
    for (const [path, wx] of Object.entries(accounts)) await app.register(fastify(wx), { prefix: path });
    await app.ready();
    return { listener: (req, res) => app.routing(req, res), close: () => app.close() };
  },
};

tellStories(host);
tellStories(host, 'cloudrun');
