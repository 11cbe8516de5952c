import { mutation } from './mutation.mjs';

/** A third-party platform: what it keeps of tickets, codes and accounts, and how it renews their tokens. */
export default mutation(
  [
    'account-token',
    'authorizations',
    'codes',
    'component-token',
    'exchange',
    'names',
    'records',
    'sync',
    'tickets',
    'withdrawal',
  ].map((file) => `lib/component/${file}.ts`),
  ['accounts', 'authorizations', 'platform', 'receiving', 'tickets'].map((spec) => `component/${spec}`),
);
