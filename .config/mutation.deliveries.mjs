import { mutation } from './mutation.mjs';

/** How processes share one run of a message's handlers. */
export default mutation(
  [
    'lib/store/*deliver*.ts',
    'lib/store/past.ts',
    'lib/inbound/delivery.ts',
    'lib/inbound/{runner,follower,shared,late,closing}.ts',
  ],
  [
    'store/deliveries*',
    'inbound/fleet',
    'inbound/fleet-runs',
    'inbound/fleet-forgotten',
    'inbound/delivery',
    'inbound/send',
    'inbound/diagnostics',
  ],
);
