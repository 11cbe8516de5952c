import { createDialogue, createForm, createRouter, inOrder, memoryStore, session } from 'offiaccount';
import type { Context, Conversation, Once, Router, Store } from 'offiaccount';
import { never } from './clock';
import { dispatched, silent } from './talk';

/** What a user or the world does next. */
export interface Deed {
  readonly what:
    'begin' | 'answer' | 'wrong' | 'cancel' | 'event' | 'other' | 'restart' | 'newVersion' | 'wait';
  /** What goes wrong with the message: nothing; or it is delivered again, or its process dies before or after it is stored. */
  readonly fault: 'none' | 'again' | 'diesBefore' | 'diesAfter' | 'diesAfterAndNextCame';
  /** Which of two processes gets it. */
  readonly process: 0 | 1;
}

export const WHATS = [
  'begin',
  'answer',
  'answer',
  'answer',
  'answer',
  'wrong',
  'cancel',
  'event',
  'other',
  'restart',
  'newVersion',
  'wait',
] as const;
export const FAULTS = [
  'none',
  'none',
  'none',
  'again',
  'diesBefore',
  'diesAfter',
  'diesAfterAndNextCame',
] as const;
export const KINDS = ['form', 'dialogue'] as const;

const MOST = 50;
const texts = {
  cancelled: 'cancelled',
  failed: 'failed',
  changed: 'changed',
  unclear: 'unclear',
  logger: silent,
  tries: MOST,
};
const token = { read: (text: string) => /^t\d+$/.test(text) && text, again: 'again' };

/** Two questions, a side effect, a third one, another side effect. */
const make = {
  dialogue: (version: number, effect: (name: string) => void) =>
    createDialogue(
      'talk',
      async ({ ask, once }) => {
        const a = await ask('q0', token);
        const b = await ask('q1', token);
        await once('first', () => effect(`first ${a} ${b}`));
        const c = await ask('q2', token);
        await once('second', () => effect(`second ${c}`));
        return `done ${a} ${b} ${c}`;
      },
      { ...texts, version },
    ),
  form: (version: number, effect: (name: string) => void) =>
    createForm('talk', {
      ...texts,
      version,
      fields: { a: { ask: 'q0', ...token }, b: { ask: 'q1', ...token }, c: { ask: 'q2', ...token } },
      done: async ({ a, b, c }, _ctx: Context, { once }: { readonly once: Once }) => {
        await once('second', () => effect(`second ${c}`));
        return `done ${a} ${b} ${c}`;
      },
    }),
} satisfies Record<string, (version: number, effect: (name: string) => void) => Conversation>;

/** Plays a course against a bot of two processes and against a model of it; gives what is wrong. */
export async function wrongIn(
  kind: keyof typeof make,
  deeds: readonly Deed[],
  store: Store = memoryStore(),
): Promise<string | undefined> {
  const effects: string[] = [];
  let version = 1;
  let dies: (() => void) | undefined;
  const start = (): Router => {
    const conversation = make[kind](version, (name) => void effects.push(name));
    return createRouter()
      .use(inOrder({ logger: silent }), session({ store, logger: silent }))
      .use(async (_ctx, next) => {
        const answer = await next();
        if (dies === undefined) return answer;
        dies();
        return never();
      })
      .text('/other', () => 'other')
      .use(conversation)
      .text('begin', conversation.begin)
      .event(() => 'event')
      .message(() => '?');
  };
  let processes = [start(), start()];
  // The model: which answers were taken since the conversation began, and with which version.
  let open: { readonly version: number; readonly taken: readonly string[] } | undefined;
  let messages = 0;
  let seconds = 0;

  /** What a text is answered, and whether a side effect belongs to it. */
  function step(text: string): { readonly answer: string; readonly hasEffect: boolean } {
    const plain = (answer: string) => ({ answer, hasEffect: false });
    if (text === '/other') return plain('other');
    if (open !== undefined && open.version !== version) {
      open = undefined;
      return plain('changed');
    }
    if (open === undefined) {
      if (text !== 'begin') return plain('?');
      open = { version, taken: [] };
      return plain('q0');
    }
    if (text === '取消') {
      open = undefined;
      return plain('cancelled');
    }
    if (!/^t\d+$/.test(text)) return plain('again');
    const taken = [...open.taken, text];
    open = taken.length === 3 ? undefined : { version, taken };
    const answer = taken.length === 3 ? `done ${taken.join(' ')}` : `q${taken.length}`;
    return { answer, hasEffect: taken.length === 3 || (taken.length === 2 && kind === 'dialogue') };
  }

  for (const { what, fault, process } of [...deeds, ...ENDING]) {
    const here = () => processes[process]!;
    const there = () => processes[1 - process]!;
    if (what === 'restart' || what === 'newVersion') {
      if (what === 'newVersion') version++;
      processes = [start(), start()];
      continue;
    }
    if (what === 'wait') {
      seconds += 1801;
      open = undefined;
      continue;
    }
    const id = String(++messages);
    if (what === 'event') {
      const told = await dispatched(here(), '', {
        id,
        at: seconds,
        fields: { MsgType: 'event', Event: 'CLICK', EventKey: 'x' },
      });
      if (told !== 'event') return `an event was answered ${told}`;
      continue;
    }
    const text = { begin: 'begin', answer: `t${messages}`, wrong: 'wrong', cancel: '取消', other: '/other' }[
      what
    ];
    const say = (router: Router, attempt = 1, signal?: AbortSignal) =>
      dispatched(router, text, { id, attempt, at: seconds, ...(signal !== undefined && { signal }) });
    const expected = step(text);
    let got: string | undefined;
    if (fault === 'diesBefore') {
      const died = new Promise<void>((resolve) => (dies = resolve));
      const life = new AbortController();
      void say(here(), 1, life.signal);
      await died;
      dies = undefined;
      // Its timers end with it.
      life.abort();
      // The order of the process that died is gone with it.
      processes = process === 0 ? [start(), there()] : [there(), start()];
      got = await say(there(), 2);
      if (expected.hasEffect) {
        // How far it came is not known.
        open = undefined;
        if (got !== 'unclear')
          return `${text} of ${id} was answered ${got}, though its process had died during once()`;
        continue;
      }
    } else {
      got = await say(here());
      if (fault === 'again') got = await say(there());
      if (fault === 'diesAfterAndNextCame') {
        const next = `t${++messages}`;
        const other = step(next);
        const answer = await dispatched(there(), next, { id: String(messages), at: seconds });
        if (answer !== other.answer) return `${next} was answered ${answer}, not ${other.answer}`;
      }
      if (fault.startsWith('diesAfter')) got = await say(there(), 2);
    }
    if (got !== expected.answer) return `${text} of ${id} was answered ${got}, not ${expected.answer}`;
  }
  const twice = effects.filter((effect, i) => effects.indexOf(effect) !== i);
  return twice.length === 0 ? undefined : `done twice: ${twice.join()}`;
}

/** Whatever has happened, somebody can begin and come to the end. */
const ENDING: readonly Deed[] = (['wait', 'other', 'begin', 'answer', 'answer', 'answer'] as const).map(
  (what) => ({ what, fault: 'none', process: 0 }),
);
