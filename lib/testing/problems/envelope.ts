import { words } from './words';

/** What comes before a reply, besides the reply. */
export type Prefix = 'white space' | 'a byte-order mark' | 'an XML declaration' | 'a comment';

const PREFIX_ZH: Readonly<Record<Prefix, string>> = {
  'white space': '空白字符',
  'a byte-order mark': 'BOM',
  'an XML declaration': 'XML 声明',
  'a comment': '注释',
};

/** What can be wrong with, or unusual about, how an answer is wrapped, by code. */
export const envelopeProblems = {
  'not-a-reply': words<{ answer: string }>({
    en: ({ answer }) => `The answer is neither "success", nor empty, nor a reply: "${answer}".`,
    zh: ({ answer }) => `应答既不是 success，也不是空内容或回复消息：“${answer}”。`,
  }),
  'notice-not-success': words<{ answer: string }>({
    en: ({ answer }) =>
      `A notice to a platform is answered with success, exactly, and not with ${answer === '' ? 'nothing' : `"${answer}"`}: WeChat counts anything else as a failure, and after several stops the push of the ticket.`,
    zh: ({ answer }) =>
      `对第三方平台的授权事件必须原样返回 success，而不是${answer === '' ? '空内容' : `“${answer}”`}：其他应答都按失败处理，多次失败后微信会停止推送 ticket。`,
  }),
  'quoted-silence': words<{ answer: string }>({
    en: ({ answer }) =>
      `The answer is ${answer}, with the quotes of JSON: send success, or nothing at all, as plain text.`,
    zh: ({ answer }) => `应答 ${answer} 带有 JSON 的引号：请以纯文本返回 success 或空内容。`,
  }),
  'space-around-silence': words<{ answer: string }>({
    en: ({ answer }) =>
      `"${answer}" has white space or a byte-order mark around what WeChat waits for, "success" or nothing: whether it takes that is not known.`,
    zh: ({ answer }) =>
      `“${answer}”的前后有空白字符或 BOM，微信要求的是 success 或 0 字节的空内容：尚不清楚它是否接受。`,
  }),
  'encrypted-silence': words<{ answer: string }>({
    en: ({ answer }) =>
      `The answer is ${answer === '' ? 'nothing' : `"${answer}"`} in an envelope: by WeChat's pages "success" and an empty body are never encrypted.`,
    zh: ({ answer }) =>
      `应答把${answer === '' ? '空内容' : ` ${answer} `}加密了：按微信文档，success 和空内容不需要加密。`,
  }),
  'before-xml': words<{ what: readonly Prefix[] }>({
    en: ({ what }) =>
      `There is something before <xml>: ${what.join(', ')}. ${what.some((each) => each !== 'white space') ? 'Whether WeChat takes it is not known' : 'WeChat was seen to take it, though older reports differ'}: begin with <xml>.`,
    zh: ({ what }) =>
      `<xml> 之前有${what.map((each) => PREFIX_ZH[each]).join('、')}。${what.some((each) => each !== 'white space') ? '尚不清楚微信是否接受' : '有人证实微信可以接受，但早期反馈不一致'}：请以 <xml> 开头。`,
  }),
  'before-json': words<object>({
    en: () => 'There is a byte-order mark before the JSON: whether WeChat takes it is not known.',
    zh: () => 'JSON 之前有 BOM：尚不清楚微信是否接受。',
  }),
  'text-before-xml': words<{ text: string }>({
    en: ({ text }) => `There is something before <xml>: "${text}".`,
    zh: ({ text }) => `<xml> 之前有其他内容：“${text}”。`,
  }),
  'not-encrypted': words<object>({
    en: () =>
      'The reply is not encrypted, but the account is in safe mode (安全模式). WeChat was seen to show it, though its pages ask for encryption.',
    zh: () => '账号处于安全模式，但回复没有加密。有人证实微信会显示，但文档要求加密。',
  }),
  'encrypted-in-clear-mode': words<object>({
    en: () => 'The reply is encrypted, but the account is in clear mode (明文模式).',
    zh: () => '账号处于明文模式，但回复是加密的。',
  }),
  'json-in-xml-format': words<object>({
    en: () => "The reply is JSON, but the account's format is XML.",
    zh: () => '账号的数据格式是 XML，但回复是 JSON。',
  }),
  'xml-in-json-format': words<object>({
    en: () => "The reply is XML, but the account's format is JSON.",
    zh: () => '账号的数据格式是 JSON，但回复是 XML。',
  }),
  'broken-json': words<{ detail: string }>({
    en: ({ detail }) => `The JSON of the reply is not right: ${detail}`,
    zh: ({ detail }) => `回复的 JSON 不正确：${detail}`,
  }),
  'broken-xml': words<{ detail: string }>({
    en: ({ detail }) => `The XML is not well-formed: ${detail}`,
    zh: ({ detail }) => `XML 格式不正确：${detail}`,
  }),
  'envelope-field-missing': words<{ field: string }>({
    en: ({ field }) => `The envelope of the reply has no <${field}>.`,
    zh: ({ field }) => `加密回复缺少 <${field}>。`,
  }),
  'envelope-time': words<object>({
    en: () => '<TimeStamp> of the envelope is not a number.',
    zh: () => '加密回复的 <TimeStamp> 不是数字。',
  }),
  'envelope-signature': words<object>({
    en: () =>
      '<MsgSignature> does not match: it signs the token, <TimeStamp>, <Nonce> and <Encrypt> of the reply.',
    zh: () => '<MsgSignature> 不匹配：它是对回复的 token、<TimeStamp>、<Nonce> 和 <Encrypt> 的签名。',
  }),
  undecryptable: words<{ detail: string }>({
    en: ({ detail }) => `The reply cannot be decrypted: ${detail}`,
    zh: ({ detail }) => `回复无法解密，请检查两边的 encodingAESKey 和 appId 是否一致：${detail}`,
  }),
};
