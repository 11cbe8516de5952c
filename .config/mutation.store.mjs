import { mutation } from './mutation.mjs';

/** What processes share of credentials. */
export default mutation(
  ['memory', 'redis', 'redis-client', 'redis-connection', 'redis-scripts', 'encrypted-store', 'store'].map(
    (file) => `lib/store/${file}.ts`,
  ),
  ['memory', 'redis', 'redis-client', 'encrypted-store'].map((spec) => `store/${spec}`),
);
