import { mutation } from './mutation.mjs';

/** What calls: the client, its credentials and its retries. */
export default mutation(
  ['client', 'send-request', 'credential-manager', 'local-copy', 'renewal-lock', 'tokens', 'retry'].map(
    (file) => `lib/api/${file}.ts`,
  ),
  ['client', 'credential', 'retry'].map((spec) => `api/${spec}`),
);
