import { mutation } from './mutation.mjs';

const SPECS = ['accounts', 'authorizations', 'platform', 'receiving', 'tickets'];

/** A third-party platform: what it keeps of tickets, codes and accounts, and how it renews their tokens. */
export default mutation(
  [
    'account',
    'account-token',
    'authorizations',
    'clients',
    'codes',
    'component-token',
    'exchange',
    'heard',
    'names',
    'quota-gates',
    'records',
    'shared-pause',
    'stored-token',
    'sync',
    'tickets',
    'told',
    'withdrawal',
    'withdrawn',
  ].map((file) => `lib/component/${file}.ts`),
  SPECS.map((spec) => `component/${spec}`),
);
