import { codeWords } from '../../../system-codes';
import type { ProblemText } from '../../../testing';
import { problem, remark } from '../kind';

/** Findings about a genuine push. */
export const pushes = {
  'push-ok': remark<{ ms: number; reply: string | undefined }>('ok', {
    en: ({ ms, reply }) => ({
      seen: `A push is taken, in ${ms} ms${reply === undefined ? ', without a reply' : `, and replied to: ${reply}`}.`,
    }),
    zh: ({ ms, reply }) => ({
      seen: `推送被正确接收，用时 ${ms} 毫秒${reply === undefined ? '，没有回复' : `，回复：${reply}`}。`,
    }),
  }),
  'push-refused': problem<{ status: number }>('error', {
    en: ({ status }) => ({
      seen: `The bot refused a genuine push (${status}).`,
      fix: 'Are Token, AppID, EncodingAESKey and mode the same on both sides, and does the proxy pass POST bodies on unchanged?',
    }),
    zh: ({ status }) => ({
      seen: `服务拒绝了正常的推送（${status}）。`,
      fix: '请检查两边的 Token、AppID、EncodingAESKey 和加密模式是否一致，以及代理是否原样转发 POST 内容。',
    }),
  }),
  'push-slow': problem<object>('error', {
    en: () => ({
      seen: 'There was no answer to a push within 5 s.',
      fix: 'WeChat asks twice more and then tells the user that the account is out of service. Answer "success" at once, and send the answer later as a customer-service message.',
    }),
    zh: () => ({
      seen: '5 秒内没有应答推送。',
      fix: '微信会再重试两次，然后提示用户服务故障。请立即返回 success，稍后用客服消息发送结果。',
    }),
  }),
  'push-near': problem<{ ms: number }>('warning', {
    en: ({ ms }) => ({
      seen: `The answer to a push took ${ms} ms.`,
      fix: 'After 5 s WeChat delivers it again: find what takes so long.',
    }),
    zh: ({ ms }) => ({ seen: `应答推送用时 ${ms} 毫秒。`, fix: '超过 5 秒微信会重新推送：请找出耗时原因。' }),
  }),
  'push-lost': problem<{ code: string; address: string }>('error', {
    en: ({ code, address }) => ({
      seen: `A push got no answer. ${codeWords(code, address).en}.`,
      fix: 'The bot may have crashed: its log says why.',
    }),
    zh: ({ code, address }) => ({
      seen: `推送没有收到应答。${codeWords(code, address).zh}。`,
      fix: '服务可能已崩溃，请查看日志。',
    }),
  }),
  'push-unusual': problem<{ problem: ProblemText }>('warning', {
    en: ({ problem: what }) => ({
      seen: `The answer to a push is unusual: ${what.en}`,
      fix: "Answer as WeChat's pages describe, so that nothing depends on what it happens to let pass.",
    }),
    zh: ({ problem: what }) => ({
      seen: `对推送的应答不合常规：${what.zh}`,
      fix: '请按微信文档的格式应答，不要依赖微信的宽容。',
    }),
  }),
  'push-invalid': problem<{ problem: ProblemText }>('error', {
    en: ({ problem: what }) => ({
      seen: `WeChat does not take the answer to a push: ${what.en}`,
      fix: 'Answer "success", nothing at all, or a reply in WeChat\'s form. The user sees 该公众号提供的服务出现故障 until then.',
    }),
    zh: ({ problem: what }) => ({
      seen: `微信不接受对推送的应答：${what.zh}`,
      fix: '请返回 success、空内容或符合格式的回复，否则用户会看到“该公众号提供的服务出现故障”。',
    }),
  }),
};
