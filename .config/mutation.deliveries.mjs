import { mutation } from './mutation.mjs';

/** How processes share one run of a message's handlers. */
export default mutation(['lib/store/*deliver*.ts'], ['store/deliveries*']);
