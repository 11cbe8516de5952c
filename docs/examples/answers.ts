// #region imports
import { createLedger, inOrder, limit, mailbox, plainText, reply, wechat } from 'offiaccount';
import type { Store, StreamSource, Texts, WeChat, WeChatConfig } from 'offiaccount';
// #endregion

// #region bot
/** What your model's SDK gives: `streamText({ … })`, `client.chat.completions.create({ stream: true })`, a `Response` with SSE. */
export type Ask = (question: string, signal: AbortSignal) => StreamSource | Promise<StreamSource>;

/** A bot that passes everything on to a language model. */
export function chatBot(settings: WeChatConfig, store: Store, ask: Ask): WeChat {
  return wechat({ ...settings, store, maxRun: 120_000 })
    .use(
      inOrder({ store, onNew: 'replace' }), // a new question ends the answer to the last one
      limit({ store, perMinute: 6, perDay: 100, answer: 'Please give me a moment.' }),
      mailbox({ store }), // what may not be sent waits for 继续
    )
    .text(async (ctx) =>
      reply.stream(await ask(ctx.message.Content, ctx.signal), {
        label: '（内容由 AI 生成）',
        filter: (part) => plainText(part), // WeChat shows no Markdown
      }),
    );
}
// #endregion

// #region kind
/** Of an account that has no customer-service messages, WeChat is not asked in vain. */
export const personalBot = (settings: WeChatConfig, store: Store, ask: Ask): WeChat =>
  chatBot({ ...settings, kind: 'personal' }, store, ask);
// #endregion

// #region texts
/** An account whose users read English. */
export const inEnglish: Partial<Texts> = {
  brokenOff: '(The answer breaks off here.)',
  generating: 'I am still writing. Please tap in a moment:\n\n{link}',
  answerWaiting: 'Your last answer is ready: {link}',
  partsLeft: '{link} ({count} more)',
  partsDropped: '({count} earlier parts were not kept)',
  nothingLeft: 'Nothing is left. If I am still writing, please tap later: {link}',
  mailboxAway: 'This does not work just now. Please tap later: {link}',
};

/** A bot in English: the word that is tapped belongs to the mailbox, everything else to the account. */
export const englishBot = (settings: WeChatConfig, store: Store): WeChat =>
  wechat({ ...settings, store, texts: inEnglish }).use(mailbox({ store, word: 'more' }));
// #endregion

// #region ledger
/** Says what may still be sent to a user. */
export function countedBot(settings: WeChatConfig, store: Store) {
  const ledger = createLedger({ store });
  const wx = wechat({ ...settings, store })
    .use(ledger)
    .text('left', async ({ openid }) => {
      const { left } = await ledger.of(openid);
      return left === undefined ? 'I cannot say.' : `${left} more messages.`;
    });
  return { wx, ledger };
}
// #endregion

// #region long
/** A text that is there as a whole. */
export const terms = (text: string) => reply.long(text, { most: 3 });
// #endregion
