import { mutation } from './mutation.mjs';

// A fleet without HTTP: the specs take a tenth of the time.
process.env.FLEET = 'direct';

const FLEET = ['fleet', 'fleet-runs', 'fleet-forgotten', 'fleet-closing', 'fleet-faults'].map(
  (spec) => `inbound/${spec}`,
);

/** The parts, each with the specs that look at it from nearest by. */
const PARTS = {
  /** What decides: nothing of the world. The check of every course would take days; `check:deliveries` takes rules out. */
  middle: {
    files: [
      'lib/store/facts.ts',
      'lib/inbound/{message-state,note,duties,decide,decide-delivery,decide-question,take-overs}.ts',
    ],
    specs: ['inbound/decide', 'inbound/checked-courses', 'inbound/fleet-courses', ...FLEET],
  },
  store: {
    files: ['lib/store/*deliver*.ts', 'lib/store/completed-messages.ts'],
    specs: ['store/deliveries*', 'store/completed-messages', 'inbound/deliveries-store'],
  },
  shell: {
    files: [
      'lib/inbound/{delivery,conclude,shed,perform,questions,outcome-of,late,closing,open-runs,run,untold,waiter}.ts',
    ],
    specs: [...FLEET, 'inbound/deliveries', 'inbound/delivery', 'inbound/send', 'inbound/diagnostics'],
  },
};

/** One of the parts alone: `MUTATE=middle npm run mutation:deliveries`. */
const only = process.env.MUTATE;
const parts = Object.entries(PARTS).flatMap(([name, part]) =>
  only === undefined || name === only ? part : [],
);

/** How processes share one run of a message's handlers. */
export default mutation(
  parts.flatMap(({ files }) => files),
  [...new Set(parts.flatMap(({ specs }) => specs))],
  10_000,
);
