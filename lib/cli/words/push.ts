import { fileEn, fileZh, meantEn, meantZh, text } from './text';
import type { Words } from './text';

/** A push from a file, and how it is sent. */
export interface SentFile {
  readonly file: string;
  readonly bytes: number;
  readonly format: 'xml' | 'json';
  readonly mode: 'clear' | 'compatible' | 'safe';
}

const KINDS = {
  notice: { en: 'notice', zh: '授权事件' },
  event: { en: 'event', zh: '事件' },
  message: { en: 'message type', zh: '消息类型' },
} as const satisfies Readonly<Record<string, Words>>;

const MODES = {
  clear: { en: 'in the clear', zh: '明文模式' },
  compatible: { en: 'in compatible mode', zh: '兼容模式' },
  safe: { en: 'encrypted (safe mode)', zh: '加密（安全模式）' },
} as const satisfies Readonly<Record<SentFile['mode'], Words>>;

const OUTCOMES = {
  replied: { en: 'The user sees a reply.', zh: '用户会看到回复。' },
  silent: { en: 'Received; the user sees nothing.', zh: '已接收，用户不会看到任何内容。' },
  refused: { en: 'The bot refused the push.', zh: '服务拒绝了这次推送。' },
  'service-unavailable': {
    en: 'The user sees 该公众号提供的服务出现故障.',
    zh: '用户会看到“该公众号提供的服务出现故障”。',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** Texts about sending one push. */
export const push = {
  'push-what': text({
    en: () => 'What is to be pushed? Pass a file, --text, --event, --type or --notice.',
    zh: () => '要推送什么？请给出文件，或使用 --text、--event、--type、--notice。',
  }),
  'push-notice-alone': text({
    en: () =>
      'A notice has no sender and no content: of the options that describe a push, --notice takes --field alone.',
    zh: () => '授权事件没有发送者和内容：在描述推送的选项中，--notice 只能与 --field 一起使用。',
  }),
  'push-exclusive': text({
    en: () => '--text, --event and --type exclude one another.',
    zh: () => '--text、--event 和 --type 不能同时使用。',
  }),
  'push-file-alone': text({
    en: () => 'A file says all of the push: leave out the options that describe one.',
    zh: () => '文件已包含推送的全部内容：请去掉描述推送的选项。',
  }),
  'push-format': text<{ file: string; is: string; format: string }>({
    en: ({ file, is, format }) => `${fileEn(file)} is ${is}, which is not --format ${format}.`,
    zh: ({ file, is, format }) => `${fileZh(file).trimStart()}是 ${is}，与 --format ${format} 不符。`,
  }),
  'push-unknown': text<{ kind: keyof typeof KINDS; name: string; near: readonly string[] }>({
    en: ({ kind, name, near }) =>
      `There is no ${KINDS[kind].en} "${name}".${meantEn(near)} A push of any kind can come from a file.`,
    zh: ({ kind, name, near }) =>
      `没有“${name}”这种${KINDS[kind].zh}。${meantZh(near)}任何类型的推送都可以从文件发送。`,
  }),
  'push-field': text<{ field: string }>({
    en: ({ field }) => `--field "${field}" has to be Name=value.`,
    zh: ({ field }) => `--field “${field}”的格式应为 名称=值。`,
  }),
  'push-odd': text<{ file: string }>({
    en: ({ file }) =>
      `${fileEn(file)} does not look like a push (no FromUserName, ToUserName or MsgType can be found). It is sent all the same.`,
    zh: ({ file }) =>
      `${fileZh(file).trimStart()}看起来不是推送（找不到 FromUserName、ToUserName 或 MsgType），仍按原样发送。`,
  }),
  'push-recoded': text<{ file: string; encoding: string }>({
    en: ({ file, encoding }) =>
      `${fileEn(file)} is ${encoding}: it is sent as UTF-8 without a byte-order mark, as WeChat does.`,
    zh: ({ file, encoding }) =>
      `${fileZh(file).trimStart()}的编码是 ${encoding}：与微信一样，以不带 BOM 的 UTF-8 发送。`,
  }),
  'push-file': text<SentFile>({
    en: ({ file, bytes, format, mode }) =>
      `${fileEn(file)}: sending ${bytes} bytes of ${format.toUpperCase()} as they are, ${MODES[mode].en}.`,
    zh: ({ file, bytes, format, mode }) =>
      `${fileZh(file).trimStart()}：原样发送 ${bytes} 字节的 ${format.toUpperCase()}，${MODES[mode].zh}。`,
  }),
  'push-sending': text<{ url: string }>({
    en: ({ url }) => `Pushing to ${url}`,
    zh: ({ url }) => `正在推送到 ${url}`,
  }),
  'push-outcome': text<{ outcome: keyof typeof OUTCOMES }>({
    en: ({ outcome }) => `${outcome}: ${OUTCOMES[outcome].en}`,
    zh: ({ outcome }) => `${outcome}：${OUTCOMES[outcome].zh}`,
  }),
  'push-not-found': text<{ path: string }>({
    en: ({ path }) =>
      `Status 404: is wechat() mounted at "${path}"? Compare --url with app.use('/wechat', wx).`,
    zh: ({ path }) => `状态码 404：wechat() 是否挂载在“${path}”？请核对 --url 和 app.use('/wechat', wx)。`,
  }),
  'push-delivery': text<{ number: number; status: number | undefined; cut: boolean; ms: number }>({
    en: ({ number, status, cut, ms }) =>
      `delivery ${number}: ${cut ? 'cut after' : status === undefined ? 'lost after' : `status ${status} after`} ${ms} ms`,
    zh: ({ number, status, cut, ms }) =>
      `第 ${number} 次推送：${cut ? '超时断开' : status === undefined ? '连接中断' : `状态码 ${status}`}，用时 ${ms} 毫秒`,
  }),
};
