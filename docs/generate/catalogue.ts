import type { EndpointDoc } from './endpoints';

/** What the command line knows of the endpoints: `lib/cli/endpoints.json`, an endpoint a line. */
export const catalogueJson = (endpoints: readonly EndpointDoc[]): string =>
  `[\n${endpoints.map((endpoint) => JSON.stringify(endpoint)).join(',\n')}\n]\n`;
