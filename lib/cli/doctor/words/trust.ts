import { problem, remark } from '../kind';

const VERIFY_EN =
  'Compare the signature before anything else, and answer 403 when it does not match: now anybody can pass for WeChat.';
const VERIFY_ZH = '请先校验签名，不符时返回 403：现在任何人都可以冒充微信。';

const REQUESTS = {
  check: { en: 'checks of the address', zh: '验证请求' },
  push: { en: 'pushes', zh: '消息推送' },
  all: { en: 'requests', zh: '请求' },
} as const;

/** The kinds of request. */
export type Requests = keyof typeof REQUESTS;

/** The request that was forged. */
export interface Forged {
  readonly what: 'check' | 'push';
  readonly answer: string;
}

/** Findings about forged requests. */
export const trust = {
  'forgeries-refused': remark<{ what: Requests }>('ok', {
    en: ({ what }) => ({ seen: `Unsigned and wrongly signed ${REQUESTS[what].en} are refused.` }),
    zh: ({ what }) => ({ seen: `未签名和签名错误的${REQUESTS[what].zh}均被拒绝。` }),
  }),
  'forgeries-unclear': remark<{ what: Requests }>('info', {
    en: ({ what }) => ({
      seen: `It cannot be told whether forged ${REQUESTS[what].en} are refused: genuine ones were not accepted either.`,
      fix: 'Mend what is wrong with the genuine ones, then run this again.',
    }),
    zh: ({ what }) => ({
      seen: `无法判断伪造的${REQUESTS[what].zh}是否会被拒绝：正常的也没有被接受。`,
      fix: '请先解决正常请求的问题，然后重新检查。',
    }),
  }),
  'unsigned-accepted': problem<Forged>('error', {
    en: ({ what, answer }) => ({
      seen: `A ${what} without any signature is accepted (answer: "${answer}").`,
      fix: VERIFY_EN,
    }),
    zh: ({ what, answer }) => ({
      seen: `未签名的${what === 'check' ? '验证请求' : '消息推送'}被接受（应答：“${answer}”）。`,
      fix: VERIFY_ZH,
    }),
  }),
  'wrong-token-accepted': problem<Forged>('error', {
    en: ({ what, answer }) => ({
      seen: `A ${what} signed with a wrong token is accepted (answer: "${answer}").`,
      fix: VERIFY_EN,
    }),
    zh: ({ what, answer }) => ({
      seen: `使用错误 Token 签名的${what === 'check' ? '验证请求' : '消息推送'}被接受（应答：“${answer}”）。`,
      fix: VERIFY_ZH,
    }),
  }),
  'clear-accepted': problem<{ answer: string }>('error', {
    en: ({ answer }) => ({
      seen: `A push in the clear is accepted although the account is in safe mode (answer: "${answer}").`,
      fix: 'Believe only encrypted pushes where there is an EncodingAESKey: else encryption protects nothing.',
    }),
    zh: ({ answer }) => ({
      seen: `账号为安全模式，但明文消息也被接受（应答：“${answer}”）。`,
      fix: '配置了 EncodingAESKey 后只应接受加密消息，否则加密毫无意义。',
    }),
  }),
  'forgery-unclear': problem<{ forgery: 'unsigned' | 'wrong-token' | 'clear' }>('warning', {
    en: ({ forgery }) => ({
      seen: `The bot answers a push that is ${{ unsigned: 'not signed', 'wrong-token': 'signed with a wrong token', clear: 'not encrypted' }[forgery]} as it does a genuine one, with nothing: it cannot be told whether it believed it.`,
      fix: 'Answer such pushes with 403. With --say and a text that the bot answers, the difference shows.',
    }),
    zh: ({ forgery }) => ({
      seen: `服务对${{ unsigned: '未签名', 'wrong-token': 'Token 错误', clear: '未加密' }[forgery]}的推送与正常推送的反应相同（没有内容），无法判断是否被接受。`,
      fix: '请对这类推送返回 403。用 --say 发送一条服务会回复的文本，即可看出区别。',
    }),
  }),
};
