import { mutation } from './mutation.mjs';

/** What processes share of credentials. */
export default mutation(
  ['lib/store/*.ts', '!lib/store/*deliver*.ts'],
  ['memory', 'redis', 'redis-client', 'sealed'].map((spec) => `store/${spec}`),
);
