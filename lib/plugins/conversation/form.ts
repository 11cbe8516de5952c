import { ConfigError } from '../../errors';
import { textsOf } from '../../router/context';
import type { Answer, Context } from '../../router/context';
import { createConversation } from './conversation';
import type { Conversation } from './conversation';
import { provideSteps, readFields } from './fields';
import type { Fillable, FormAnswers, FormFields } from './fields';
import { confirmed, fill, summaryOf } from './filling';
import { readOptions, readWords } from './options';
import type { ConversationOptions } from './options';
import type { Once } from './tools';

/** What `done` may use besides the answers. */
export interface FormTools {
  /** Runs a side effect at most once, as in dialogues. */
  readonly once: Once;
}

/** Settings of `createForm()`. */
export interface FormOptions<F extends FormFields> extends ConversationOptions {
  /** The questions in their order. Write them before `done`, which gets the answers. At most 50. */
  readonly fields: F;
  /** Words that go back to the previous question. Default `上一步`. */
  readonly back?: string | readonly string[];
  /**
   * Whether the answers are shown, so that the user can confirm (确认), correct (重填) or cancel (取消) them. A
   * function writes that text.
   */
  readonly confirm?: boolean | ((answers: FormAnswers<F>, ctx: Context) => string | PromiseLike<string>);
  /**
   * Handles the answers; its answer ends the form. It may begin another form: `done: (answers, ctx) =>
   * next.begin(ctx)`.
   */
  readonly done: (answers: FormAnswers<F>, ctx: Context, tools: FormTools) => Answer | PromiseLike<Answer>;
}

const OWN_OPTIONS: Readonly<Record<Exclude<keyof FormOptions<FormFields>, keyof ConversationOptions>, true>> =
  {
    fields: true,
    back: true,
    confirm: true,
    done: true,
  };

/** A form. Put it before the routes that it may interrupt, and after those that have priority over it. */
export interface Form<A = object> extends Conversation, Fillable<A> {}

/**
 * Creates a form: questions that are asked one after the other. Each answer is read, or asked for again. The
 * answers are stored with the session, so that no answer is lost or taken twice, whichever process gets the
 * messages. Needs `inOrder()` and `session()` before it. At most 50 answers and 16 KiB; it ends half an hour
 * after the last message.
 *
 * @example
 * const booking = createForm('booking', {
 *   version: 1,
 *   fields: {
 *     people: { ask: '几位？', read: (text) => /^\d{1,2}$/.test(text) && Number(text), again: '请回复 1 到 20' },
 *     time: { ask: '几点到？', choices: ['18:00', '19:00', '20:00'] },
 *   },
 *   done: ({ people, time }) => `订好了：${people} 位，${time}。`,
 * });
 * wx.use(inOrder({ store }), session({ store }), booking);
 * wx.text('预约', booking.begin);
 *
 * @throws {ConfigError} A setting is missing or out of its range.
 */
export function createForm<const F extends FormFields>(
  name: string,
  options: FormOptions<F>,
): Form<FormAnswers<F>> {
  const what = `createForm("${name}")`;
  const settings = readOptions('createForm', name, options, OWN_OPTIONS);
  const { fields, back = '上一步', confirm = false, done } = options;
  const steps = readFields(what, fields);
  if (typeof done !== 'function') throw new ConfigError(`${what} needs "done": a function.`);
  if (typeof confirm !== 'boolean' && typeof confirm !== 'function')
    throw new ConfigError(`${what}: "confirm" must be true, or a function that gives a text.`);
  const form = createConversation({
    settings,
    back: readWords(`${what}: "back"`, back),
    // The questions follow from the answers alone.
    checks: false,
    script: async (operations, ctx) => {
      // The answers by field name, each as its field has read it.
      const answers = (await fill(operations, steps, ctx)) as FormAnswers<F>;
      const summary = () =>
        typeof confirm === 'function' ? confirm(answers, ctx) : summaryOf(steps, answers, textsOf(ctx));
      if (confirm !== false && !(await confirmed(operations, summary, textsOf(ctx))))
        return settings.textsFor(ctx).cancelled;
      // `once` returns the value that it was given, or its JSON.
      return done(answers, ctx, { once: operations.once as Once });
    },
  });
  provideSteps(form, steps);
  return form;
}
