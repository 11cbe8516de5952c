import { mutation } from './mutation.mjs';

/** What processes share. */
export default mutation(['lib/store/*.ts'], ['store/*']);
