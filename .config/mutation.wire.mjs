import { mutation } from './mutation.mjs';

/** What is believed: the wire, and the proof of a push. */
export default mutation(
  ['lib/wire/*.ts', 'lib/inbound/{authenticate,decrypt}.ts'],
  ['wire/*', 'inbound/authenticate'],
);
