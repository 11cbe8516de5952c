import { mutation } from './mutation.mjs';

// A fleet without HTTP: the specs take a tenth of the time.
process.env.FLEET = 'direct';

/** How processes share one run of a message's handlers. */
export default mutation(
  [
    'lib/store/*deliver*.ts',
    'lib/store/{facts,completed-messages}.ts',
    'lib/inbound/{message-state,note,duties,decide,decide-delivery,decide-question,take-overs}.ts',
    'lib/inbound/{delivery,conclude,shed,perform,questions,outcome-of,late,closing,open-runs,run,untold,waiter}.ts',
  ],
  [
    'store/deliveries*',
    'store/completed-messages',
    'inbound/fleet',
    'inbound/fleet-runs',
    'inbound/fleet-forgotten',
    'inbound/fleet-closing',
    'inbound/fleet-faults',
    'inbound/deliveries',
    'inbound/deliveries-store',
    'inbound/checked',
    'inbound/delivery',
    'inbound/send',
    'inbound/diagnostics',
  ],
  4000,
);
