import { normal } from '../../model/choices';
import type { Choice } from '../../model/choices';
import { property } from '../../own';
import type { Answer, Context, Handler, Next } from '../../router/context';
import { messageSession } from '../message-session';
import type { MessageSession } from '../message-session';
import { pauseOf } from '../turn-pause';
import { stepId } from '../session-record';
import type { Note } from '../session-record';
import type { ConversationSettings } from './options';
import { play } from './play';
import type { OnceHost, PlayOutcome, PlayScript } from './play';
import { choicesOf, saidIn, withSaidBefore } from './question';
import type { Entry, OpenConversation, Results } from './record';

/** A form or a dialogue: a handler that takes the answers, with the handler that begins it. */
export interface Conversation extends Handler {
  (ctx: Context, next: Next): Promise<Answer>;
  /** Asks the first question. An open conversation is replaced. */
  readonly begin: (ctx: Context, next?: Next) => Promise<Answer>;
}

/** The parts of a conversation. */
export interface ConversationParts {
  readonly settings: ConversationSettings;
  readonly script: PlayScript;
  /** Words that go back one question, normalised for comparison. */
  readonly back: readonly string[];
  /** Whether each replay is checked for the same result. */
  readonly checks: boolean;
}

/** Creates the handlers of a form or a dialogue. */
export function createConversation({ settings, script, back, checks }: ConversationParts): Conversation {
  const { name, version, textsFor, logger, clock } = settings;
  let hasWarned = false;

  const handle = async (ctx: Context, next: Next): Promise<Answer> => {
    if (!isFromUser(ctx)) return next();
    const held = messageSession(ctx);
    const texts = textsFor(ctx);
    const open = await held.conversation();
    if (ctx.message.MsgType === 'event') {
      if (open?.name === name) await held.setConversation(undefined);
      return next();
    }
    if ((await held.isLost()) && texts.lost !== '') return texts.lost;
    const repeated = await held.repeated();
    if (repeated !== undefined) return repeated.answer;
    if (open?.name !== name) return next();

    const text = saidIn(ctx) ?? '';
    const said = normal(text);
    if (ctx.message.CreateTime - open.at > settings.ttl / 1000) {
      await held.setConversation(undefined);
      return withWord(texts.expired, await next());
    }
    if (open.version !== version) return end(ctx, held, texts.changed);
    if (settings.escape !== undefined && text.search(settings.escape) >= 0) return next();
    const isCommand = open.offered?.includes(said) !== true;
    if (isCommand && settings.cancel.includes(said)) return end(ctx, held, texts.cancelled);
    if (isCommand && back.includes(said))
      return go(ctx, held, { ...open, log: withoutLast(open.log) }, open, false);
    return go(ctx, held, open, open, true);
  };

  const begin = async (ctx: Context): Promise<Answer> => {
    const held = messageSession(ctx);
    const texts = textsFor(ctx);
    const before = await held.conversation();
    if (await held.isLost()) return texts.lost === '' ? undefined : texts.lost;
    const repeated = await held.repeated();
    if (repeated !== undefined) return repeated.answer;
    if (pauseOf(ctx) === undefined && !hasWarned) {
      hasWarned = true;
      logger.warn(
        { event: 'conversation-without-order', name },
        `The conversation "${name}" needs wx.use(inOrder()) before it: of two quick answers one may get lost.`,
      );
    }
    const id = `${name}:${stepId(ctx.deliveryId)}`;
    const fresh = {
      name,
      version,
      id,
      at: ctx.message.CreateTime,
      log: [],
      results: {},
      asked: '',
      tries: 0,
    };
    return go(ctx, held, fresh, before, false);
  };

  const end = async (ctx: Context, held: MessageSession, word: string): Promise<string> => {
    held.orElse(textsFor(ctx).lost);
    await held.setConversation(undefined);
    return word;
  };

  /** Continues the conversation. If nothing changes, the stored state `before` stays. */
  async function go(
    ctx: Context,
    held: MessageSession,
    open: OpenConversation,
    before: OpenConversation | undefined,
    isAnswer: boolean,
  ): Promise<Answer> {
    const texts = textsFor(ctx);
    // The end may begin another conversation, so this one is removed first.
    await held.setConversation(undefined);
    const outcome = await playIn(ctx, open, isAnswer ? open.asked : undefined, hostOf(held, open.id));
    const at = ctx.message.CreateTime;
    switch (outcome.is) {
      case 'asks': {
        const why = checks ? await whyUnlike(ctx, open, isAnswer, outcome) : undefined;
        if (why !== undefined) return changed(ctx, held, `It is not deterministic: ${why}`);
        const { op, log, results, trace } = outcome;
        held.orElse(texts.lost);
        await held.setConversation(
          {
            ...{ ...open, at, log, results, asked: op, tries: 0 },
            offered: commandsAmong(choicesOf(outcome.answer)),
            ...(checks && { trace: trace.join() }),
          },
          notesOf(held, open, results),
        );
        return outcome.answer;
      }
      case 'again': {
        const tries = open.tries + (outcome.why === 'content' ? 1 : 0);
        if (tries >= settings.tries) return end(ctx, held, texts.failed);
        held.orElse(texts.lost);
        await held.setConversation({ ...open, at, tries });
        return outcome.answer;
      }
      case 'ends':
        held.orElse(texts.lost);
        // A conversation that the script has begun itself stays.
        await held.setConversation(await held.conversation(), notesOf(held, open, outcome.results));
        return outcome.answer;
      case 'restarts':
        return go(ctx, held, { ...open, log: [], asked: '' }, before, false);
      case 'changed':
        return changed(ctx, held, outcome.why);
      case 'tooLong':
        logger.error(
          { event: 'conversation-too-long', name, reason: outcome.why },
          `The conversation "${name}" has ended, since ${outcome.why}.`,
        );
        return end(ctx, held, texts.tooLong);
      case 'unclear':
        logger.error(
          { event: 'conversation-unclear', name, deliveryId: ctx.deliveryId },
          `The conversation "${name}" has ended: a process died during once(), and what it did is unknown.`,
        );
        return end(ctx, held, texts.unclear);
      case 'lost':
        await held.setConversation(before);
        return texts.lost === '' ? undefined : texts.lost;
      case 'threw':
        if (outcome.wasReplay) return changed(ctx, held, 'a replay failed', outcome.error);
        // The user may repeat the step. Side effects of `once` are not repeated.
        for (const note of notesOf(held, open, outcome.results)) await held.note(note);
        await held.setConversation(before);
        throw outcome.error;
    }
  }

  /**
   * Returns the commands among the answers that a question offers. Such a word is an answer here, and not a
   * command.
   */
  function commandsAmong(choices: readonly Choice[]): readonly string[] | undefined {
    const labels = choices.map(({ label }) => normal(label));
    const words = [...settings.cancel, ...back].filter((word) => labels.includes(word));
    return words.length === 0 ? undefined : words;
  }

  function playIn(
    ctx: Context,
    open: OpenConversation,
    answering?: string,
    host?: OnceHost,
  ): Promise<PlayOutcome> {
    const { log, results } = open;
    return play({
      script,
      ctx,
      log,
      results,
      traces: checks,
      clock,
      ...(answering !== undefined && { answering }),
      ...(host !== undefined && { host }),
    });
  }

  /** The same log must lead to the same question, now and for the next message. */
  async function whyUnlike(
    ctx: Context,
    open: OpenConversation,
    isAnswer: boolean,
    asked: PlayOutcome & { readonly is: 'asks' },
  ): Promise<string | undefined> {
    const told = open.trace === undefined || open.trace === '' ? [] : open.trace.split(',');
    if (isAnswer && told.some((each, i) => each !== asked.trace[i]))
      return 'a question has other words than when it was asked.';
    const again = await playIn(ctx, { ...open, log: asked.log, results: asked.results });
    if (again.is === 'changed') return `${again.why}.`;
    if (again.is === 'threw') return `it failed when it was played again: ${String(again.error)}`;
    if (again.is !== 'asks') return 'it came to another end when it was played again.';
    if (again.trace.join() !== asked.trace.join())
      return 'a question had other words when it was played again.';
    return undefined;
  }

  function changed(ctx: Context, held: MessageSession, why: string, error?: unknown): Promise<string> {
    logger.error(
      { event: 'conversation-changed', name, reason: why, ...(error !== undefined && { err: error }) },
      `The conversation "${name}" has ended, since its code no longer leads to the question that was open: ${why}. Set another "version" when code changes; what differs from run to run belongs into once(), now() or random().`,
    );
    return end(ctx, held, textsFor(ctx).changed);
  }

  return Object.assign(handle, { begin });
}

/** Messages of the user, and the unsubscription, which ends every conversation. Other events pass. */
const isFromUser = ({ message, openid }: Context): boolean =>
  openid !== '' &&
  (message.MsgType === 'event'
    ? message.Event === 'unsubscribe'
    : message.MsgType !== 'notice' && message.MsgType !== 'device_event');

/** Returns the log without the last answer, and without values that were read after it. */
function withoutLast(log: readonly Entry[]): readonly Entry[] {
  const last = log.findLastIndex(({ op }) => op !== 'now' && op !== 'random');
  return last === -1 ? log : log.slice(0, last);
}

function hostOf(held: MessageSession, of: string): OnceHost {
  return {
    begin: async (key) => {
      const note = (await held.notes(of)).find((each) => each.key === key);
      if (note !== undefined) return note.result ?? 'begun';
      return (await held.note({ of, key, run: held.run })) ? 'new' : 'away';
    },
    fail: (key) => held.dropNote(of, key),
  };
}

/** Returns the results of `once` since the last question. */
const notesOf = (held: MessageSession, { id, results }: OpenConversation, now: Results): readonly Note[] =>
  Object.entries(now)
    .filter(([key]) => !Object.hasOwn(results, key))
    .map(([key, result]) => ({ of: id, key, run: held.run, result }));

/** Puts a word before an answer. An answer without text stays unchanged. */
function withWord(word: string, answer: Answer): Answer {
  if (word === '') return answer;
  if (answer === undefined || answer === null || answer === '') return word;
  return property(answer, 'MsgType') === undefined || property(answer, 'MsgType') === 'text'
    ? withSaidBefore([word], answer)
    : answer;
}
