// #region imports
import { createRouter } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';

type Ask = (question: string, signal: AbortSignal) => Promise<string>;
// #endregion

// #region slow
/** Takes as long as it takes: up to a minute. */
export const slowAnswers = (ask: Ask) =>
  createRouter().text(/^ask (.+)$/, ({ match, signal }) => ask(match[1] ?? '', signal));
// #endregion

// #region after
/** Answers at once, and sends the result when it is there. */
export const reports = (ask: Ask) =>
  createRouter().text(/^report (.+)$/, (ctx) => {
    const [, name = ''] = ctx.match;
    ctx.after(async (signal) => ctx.send(await ask(name, signal)));
    return `The report on ${name} will come soon.`;
  });
// #endregion

// #region personal
/** An account that has no customer-service messages: what is later than 14 s goes into your own hands. */
export const personal = (keep: (openid: string, text: string) => void): Partial<WeChatConfig> => ({
  kind: 'personal',
  placeholder: 'This takes longer. Please send "result" in a minute.',
  onLate: (answer, { openid }) => {
    if (answer?.MsgType === 'text') keep(openid, answer.Content);
  },
});
// #endregion
