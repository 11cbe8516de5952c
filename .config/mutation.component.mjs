import { mutation } from './mutation.mjs';

/** The specs that look at a file from nearest by: fewer of them make a run of one file several times quicker. */
const SPECS = {
  account: ['account-info'],
  'account-record': ['own-accounts'],
  'account-token': ['account-token', 'accounts'],
  authorizations: ['authorizations', 'receiving'],
  'checked-accounts': ['own-accounts'],
  clients: ['recently-used', 'accounts'],
  codes: ['authorizations'],
  'component-token': ['tickets', 'accounts'],
  exchange: ['authorizations'],
  heard: ['heard'],
  names: ['authorizations', 'receiving'],
  'quota-gates': ['quota-gates'],
  records: ['records'],
  'shared-pause': ['shared-pause'],
  'stored-token': ['stored-token'],
  sync: ['sync', 'authorizations'],
  tickets: ['tickets'],
  told: ['told'],
  'told-fields': ['told', 'authorizations'],
  withdrawal: ['withdrawal', 'accounts', 'authorizations'],
  withdrawn: ['withdrawal'],
};

/** One of the files alone: `MUTATE=tickets npm run mutation:component`. */
const only = process.env.MUTATE;
const files = Object.keys(SPECS).filter((file) => only === undefined || file === only);

/** A third-party platform: what it keeps of tickets, codes and accounts, and how it renews their tokens. */
export default {
  ...mutation(
    files.map((file) => `lib/component/${file}.ts`),
    [...new Set(files.flatMap((file) => SPECS[file]))].map((spec) => `component/${spec}`),
  ),
  dryRunTimeoutMinutes: 30,
};
