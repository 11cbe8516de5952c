import { HandledElsewhereError, ShutdownError } from '../router/abort-reasons';
import { isParked } from '../store/facts';
import type { AfterWorks } from './after-work';
import type { Conclusions } from './conclude';
import type { DeliveryCount, DeliveryOptions } from './delivery-options';
import { createLate } from './late';
import { canLook, destroyIfLeft } from './left-connection';
import type { Effect, MessageEvent } from './message-state';
import type { OpenRuns } from './open-runs';
import { copyReply, outcomeOf } from './outcome-of';
import type { Outcome } from './outcome';
import type { Questions } from './questions';
import type { Run } from './run';
import type { Waiter } from './waiter';

/** A deadline may be early by this time: see deadlines.ts. */
const GRAIN_MS = 49;
const ACKNOWLEDGED: Outcome = { reply: undefined };

/** The parts that carry out decisions. */
export interface PerformOptions extends DeliveryOptions {
  readonly messages: OpenRuns;
  readonly conclusions: Conclusions;
  readonly questions: Questions;
  readonly afterWorks: AfterWorks;
  readonly count: DeliveryCount;
  readonly happen: (run: Run, event: MessageEvent<Waiter>) => void;
}

/** Carries out what was decided about a message. */
export function createPerformer(options: PerformOptions) {
  const { logger, deadlines, placeholder, messages, conclusions, questions, afterWorks, count } = options;
  const sendLate = createLate(options, count);
  /** The late answers that are being sent. */
  const sending = new Set<Promise<unknown>>();

  function perform(run: Run, effect: Exclude<Effect<Waiter>, { do: 'ask' }>, now: number): void {
    switch (effect.do) {
      case 'answer':
        if (conclusions.conclude(effect.waiting, outcomeOf(run), 'answered') && !effect.isCertain)
          afterWorks.handIn(run, 'unclaimed');
        run.answeredDeliveries++;
        run.answeredAfter = now - effect.waiting.at;
        break;
      case 'acknowledge':
        acknowledge(run, effect.waiting, effect.isFirst, now);
        break;
      case 'leave':
        conclusions.leave(effect.waiting);
        break;
      case 'start':
        start(run, effect.attempt);
        break;
      case 'abort':
        // An answer that was sent counts, whatever other processes have said meanwhile.
        if (run.handedIn !== 'here' && run.handedIn !== 'sending')
          run.abort(run.state.shutdown === 'left' ? new ShutdownError() : new HandledElsewhereError());
        break;
      case 'expire':
        expire(run);
        break;
      case 'send':
        send(run);
        break;
      case 'wake':
        run.due = effect.at;
        run.at = Math.ceil(effect.at) + GRAIN_MS;
        if (effect.at === Infinity) deadlines.delete(run);
        else deadlines.add(run);
        break;
      case 'forget':
        deadlines.delete(run);
        messages.delete(run);
        afterWorks.handInTaken(run);
        afterWorks.handIn(run, run.state.shutdown === 'left' ? 'closing' : 'unclaimed');
        questions.keep(run);
    }
  }

  function acknowledge(run: Run, waiter: Waiter, isFirst: boolean, now: number): void {
    if (!run.isParked && isParked(run.state.facts, now)) park(run);
    conclusions.conclude(waiter, isFirst ? { reply: placeholder } : ACKNOWLEDGED, 'acknowledged');
    if (isFirst && options.onLate === undefined && nobodySends(run))
      run.abort(new Error('Nobody can receive the answer any more.'));
  }

  /** Tells whether a late answer would not be sent: by the settings, or because WeChat refuses it for now. */
  function nobodySends(run: Run): boolean {
    if (options.answers.keeps(run.open())) return false;
    if (options.late !== 'retry-then-send') return options.late === 'retry-only';
    return options.canSend && run.open().openid !== '' && !options.maySend(run.open());
  }

  function park(run: Run): void {
    run.isParked = true;
    count.parked++;
    logger.error(
      { event: 'parked', deliveryId: run.deliveryId },
      'A message is not handled any more: two processes have vanished while they were handling it.',
    );
  }

  function start(run: Run, attempt: number): void {
    if (attempt > 1) count.takenOver++;
    run.attempt = attempt;
    void run.start(run).then((outcome) => {
      if (!afterWorks.isLeft(run)) {
        end(run, outcome);
        return;
      }
      // What follows an answer must not go to a user who has not got that.
      const connections = run.state.waiting.map(({ delivery }) => delivery.connection);
      if (connections.some(canLook)) void destroyIfLeft(...connections).then(() => end(run, outcome));
      else end(run, outcome);
    });
  }

  function end(run: Run, outcome: Outcome): void {
    if (run.state.work !== 'working') return;
    run.outcome = outcome;
    const leavesWork = afterWorks.isLeft(run);
    options.happen(run, { on: 'handled', value: copyReply(run, outcome.reply), leavesWork });
  }

  function expire(run: Run): void {
    const error = new Error(`The handlers took more than ${options.maxRun / 1000} s.`);
    logger.error({ event: 'handler-aborted', deliveryId: run.deliveryId }, error.message);
    run.outcome = { reply: undefined, error };
    run.abort(error);
  }

  function send(run: Run): void {
    if (afterWorks.hasFollowed(run)) {
      logger.error(
        { event: 'answer-beginning-lost', deliveryId: run.deliveryId },
        'The beginning of an answer may not have reached the user, who has got what follows it: it is not sent now, out of its order.',
      );
      return;
    }
    const whose = run.state.facts.answer === run.state.me ? 'here' : 'elsewhere';
    const done = sendLate(run, outcomeOf(run));
    if (run.handedIn === 'not-yet') run.handedIn = 'sending';
    sending.add(done);
    afterWorks.waitFor(run, done);
    void done.then((isOver) => {
      sending.delete(done);
      if (run.handedIn === 'sending') run.handedIn = 'not-yet';
      afterWorks.handIn(run, isOver ? whose : 'unclaimed');
    });
  }

  return { perform, sending: sending as ReadonlySet<unknown> };
}
