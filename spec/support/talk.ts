import { createRouter, inOrder, memoryStore, session } from 'offiaccount';
import type { Answer, Conversation, Handler, LogFields, Router, Store } from 'offiaccount';
import { StreamAnswer } from '../../lib/answers/stream-answer';
import { readMessage } from '../../lib/model/message';
import { createContext } from '../../lib/router/context';

export type Logged = LogFields & { readonly message: string };

/** A log that is read by a spec. */
export function listener() {
  const logged: Logged[] = [];
  const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  return { logged, logger: { warn: log, error: log } };
}

export const silent = listener().logger;

/** What a handler answered, as text. */
export async function said(answer: Answer): Promise<string | undefined> {
  if (typeof answer === 'string') return answer;
  if (answer === undefined || answer === null) return undefined;
  if ('MsgType' in answer) return answer.MsgType === 'text' ? answer.Content : answer.MsgType;
  let text = '';
  for await (const part of answer) text += part;
  // As the middleware does when all of it has gone out.
  if (answer instanceof StreamAnswer) answer.end();
  return text;
}

/** How a message of alice's differs from a text that is new. */
export interface Sent {
  readonly fields?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly attempt?: number;
  /** Seconds since the first message. */
  readonly at?: number;
  readonly openid?: string;
  /** Aborts when its process has ended: nothing of it goes on. */
  readonly signal?: AbortSignal;
}

const START = 1_735_689_661;
let messages = 0;

/** Runs the handlers of one message, as one process would. */
export async function dispatched(
  router: Router,
  content: string,
  sent: Sent = {},
): Promise<string | undefined> {
  const { fields, attempt = 1, at = 0, openid = 'alice', signal = new AbortController().signal } = sent;
  const id = sent.id ?? `new${++messages}`;
  const message = readMessage({
    ToUserName: 'gh_3f1c9a7be204',
    FromUserName: openid,
    CreateTime: String(START + at),
    MsgId: '1',
    ...(fields ?? { MsgType: 'text', Content: content }),
  });
  const run = { deliveryId: id.padEnd(64, '_'), attempt, signal };
  const account = { appId: 'wx9f1d2c3b4a5e6f70', logger: silent };
  const api = () => {
    throw new Error('This spec has no API.');
  };
  return said(await router.dispatch(createContext(message, run, api, account)));
}

/** A bot with conversations that begin with their words; says `?` to everything else. */
export function talkative(
  conversations: Readonly<Record<string, Conversation>>,
  { store = memoryStore(), before = [] }: { store?: Store; before?: readonly (Handler | Router)[] } = {},
): Router {
  const router = createRouter().use(
    inOrder({ store, logger: silent }),
    session({ store, logger: silent }),
    ...before,
    ...Object.values(conversations),
  );
  for (const [word, { begin }] of Object.entries(conversations)) router.text(word, begin);
  return router.message(() => '?');
}
