import { ConfigError } from '../../errors';
import type { Reply } from '../../model/reply-types';
import type { Answer, Context } from '../../router/context';
import { createConversation } from './conversation';
import type { Conversation } from './conversation';
import { makeQuestion, stepsOf } from './fields';
import type { AskedType, Choices, GivenQuestion, QuestionOptions } from './fields';
import { fill } from './filling';
import { readOptions } from './options';
import type { ConversationOptions } from './options';
import type { Operations } from './play';
import type { Ask, DialogueTools } from './tools';

/** Settings of `createDialogue()`. */
export interface DialogueOptions extends ConversationOptions {
  /**
   * Whether each question is checked: a replay must lead to it again, with the same words. Default: unless
   * `NODE_ENV` is `production`.
   */
  readonly check?: boolean;
}

/** A dialogue. Put it before the routes that it may interrupt, and after those that have priority over it. */
export type Dialogue = Conversation;

/** The code of a dialogue. */
export type DialogueScript = (tools: DialogueTools, ctx: Context) => Answer | PromiseLike<Answer>;

/**
 * Creates a dialogue: an async function that asks, and continues with the answer. For each message it runs
 * again from its beginning, with the answers so far. So the code between two questions must have the same
 * result each time: put side effects and values from outside into `once`, and take time and randomness from
 * `now` and `random`. Needs `inOrder()` and `session()` before it. At most 50 answers and 16 KiB; it ends
 * half an hour after the last message.
 *
 * @example
 * const order = createDialogue('order', async ({ ask, once }, ctx) => {
 *   const name = await ask('您的名字？');
 *   const id = await once('create', () => orders.create(name, ctx.deliveryId));
 *   return (await ask.choice(`订单 ${id}，现在付款吗？`, ['付款', '以后'])) === '付款' ? pay(id) : '好的。';
 * }, { version: 2 });
 * wx.use(inOrder({ store }), session({ store }), order);
 * wx.text('订购', order.begin);
 *
 * @throws {ConfigError} A setting is missing or out of its range.
 */
export function createDialogue(
  name: string,
  script: DialogueScript,
  options: DialogueOptions = {},
): Dialogue {
  const settings = readOptions('createDialogue', name, options, { check: true });
  if (typeof script !== 'function') throw new ConfigError(`createDialogue("${name}") needs a function.`);
  const { check = process.env.NODE_ENV !== 'production' } = options;
  return createConversation({
    settings,
    back: [],
    checks: check,
    script: (operations, ctx) => script(toolsOf(operations, ctx), ctx),
  });
}

const MESSAGE_TYPES = [
  'image',
  'voice',
  'video',
  'location',
  'link',
  'file',
] as const satisfies readonly AskedType[];

function toolsOf(operations: Operations, ctx: Context): DialogueTools {
  const { ask, say, once, now, random } = operations;
  const put = (op: string, words: string | Reply, given: GivenQuestion): Promise<unknown> =>
    ask({ ...makeQuestion(`ask("${op}")`, op, given), words: () => words });
  const askText = async (words: string | Reply, given: QuestionOptions = {}) =>
    put('text', words, { ...given, type: 'text' });
  const others = {
    choice: async (words: string, choices: Choices, given: QuestionOptions = {}) =>
      put('choice', words, { ...given, choices, type: 'text' }),
    form: async (form: object) => fill({ ask }, stepsOf('ask.form()', form), ctx, 'form.'),
    ...Object.fromEntries(
      MESSAGE_TYPES.map((type) => [
        type,
        async (words: string | Reply, given: QuestionOptions = {}) => put(type, words, { ...given, type }),
      ]),
    ),
  };
  // Each function returns what its question accepts, as the type `Ask` says. Specs of the types check it.
  return {
    ask: Object.assign(askText, others) as unknown as Ask,
    say,
    once: once as DialogueTools['once'],
    now,
    random,
  };
}
