import { mutation } from './mutation.mjs';

// A fleet without HTTP: the specs take a tenth of the time.
process.env.FLEET = 'direct';

/** How processes share one run of a message's handlers. */
export default mutation(
  [
    'lib/store/*deliver*.ts',
    'lib/store/past.ts',
    'lib/inbound/delivery.ts',
    'lib/inbound/{runner,follower,shared,late,closing,open-runs}.ts',
  ],
  [
    'store/deliveries*',
    'store/past',
    'inbound/fleet',
    'inbound/fleet-runs',
    'inbound/fleet-forgotten',
    'inbound/fleet-closing',
    'inbound/fleet-faults',
    'inbound/deliveries',
    'inbound/deliveries-answer',
    'inbound/deliveries-store',
    'inbound/delivery',
    'inbound/send',
    'inbound/diagnostics',
  ],
  4000,
);
