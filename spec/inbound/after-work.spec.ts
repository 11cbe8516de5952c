import { AfterWorks } from '../../lib/inbound/after-work';
import { Run } from '../../lib/inbound/run';
import { noFacts } from '../../lib/store/facts';
import { movedClock, never } from '../support/clock';

const unused = () => undefined;
const noContext = () => {
  throw new Error('No handler is run.');
};

it('work after an answer waits for what hands it in once more, until maxRun', async () => {
  const clock = movedClock();
  const works = new AfterWorks({ clock, maxRun: 10_000, logger: { warn: unused, error: unused } });
  const host = { clock, onTime: unused, timeLeft: () => 0, after: unused, abortOthers: unused };
  const run = new Run(
    { account: 'wx1', id: '1' },
    'alice',
    'me-000001',
    noFacts(),
    never,
    noContext,
    false,
    host,
  );
  run.state.startedAt = clock.monotonic();
  let isAborted: boolean | undefined;
  works.add(run, (signal) => void (isAborted = signal.aborted), undefined);
  works.handIn(run, 'here');
  works.waitFor(run, never());
  await clock.advance(9000);
  expect([isAborted, works.size]).toEqual([undefined, 1]);
  await clock.advance(2000);
  expect([isAborted, works.size]).toEqual([true, 0]);
});
