import { systemWords } from '../../system-codes';
import { text } from './text';
import type { Words } from './text';

/** WeChat's error for a call, with what usually helps. */
export interface RefusedCall {
  readonly endpoint: string;
  readonly errcode: number;
  readonly errmsg: string;
  readonly hint: string | undefined;
}

/** Why a call got no usable response. */
export interface Unanswered {
  readonly reason: string;
  /** In English. */
  readonly message: string;
  readonly sent: boolean;
  /** The destination of the call: a host, or a proxy. */
  readonly where: string;
  /** Whether a proxy is used already, or is not needed. */
  readonly hasWay: boolean;
}

/** Returns the reason in Chinese. */
const whyZh = ({ reason, where }: Unanswered): string =>
  (Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined) ??
  systemWords(reason, where)?.zh ??
  `到 ${where} 的连接失败`;

const REASONS: Readonly<Record<string, string>> = {
  timeout: '等待超时',
  aborted: '调用被中止',
  connect: '在限定时间内没有建立连接',
  open: '该主机连续失败，暂时不再尝试',
  status: '服务器返回了表示故障的状态码',
  refused: '服务器返回了表示失败的状态码',
  redirect: '服务器要求重定向，微信接口不会这样做',
  answer: '应答不是微信接口的格式',
  'too-large': '应答太大',
  token: '没能及时取得 access_token',
  proxy: '代理无法连接微信',
  'proxy-refused': '代理拒绝了请求，或者它不是 HTTP 代理',
};

/** Reasons that a missing proxy may cause. */
const NO_WAY = /^(?:connect|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNREFUSED)$/;

const PROXY: Words = {
  en: 'If this machine may call out only by a proxy: --proxy <url>, or WECHAT_API_PROXY.',
  zh: '如果本机只能通过代理访问外网：请使用 --proxy <url> 或设置 WECHAT_API_PROXY。',
};

/** Texts about failed commands. */
export const failure = {
  'api-failed': text<RefusedCall>({
    en: ({ endpoint, errcode, errmsg, hint }) =>
      `${endpoint} answered ${errcode}: ${errmsg}${hint === undefined ? '' : `\n${hint}`}`,
    zh: ({ endpoint, errcode, errmsg, hint }) =>
      `${endpoint} 返回 ${errcode}：${errmsg}\n${hint ?? '错误码的含义见微信文档“全局返回码”。'}`,
  }),
  'no-answer': text<Unanswered>({
    en: ({ reason, message, hasWay }) => `${message}${NO_WAY.test(reason) && !hasWay ? `\n${PROXY.en}` : ''}`,
    zh: (facts) =>
      `微信接口没有返回可用的应答：${whyZh(facts)}（${facts.reason}）。${
        facts.sent ? '请求可能已经生效，重试前请先确认。' : '请求没有送达，可以重试。'
      }${NO_WAY.test(facts.reason) && !facts.hasWay ? `\n${PROXY.zh}` : ''}`,
  }),
  'not-possible': text<{ message: string }>({
    en: ({ message }) => message,
    zh: ({ message }) => `设置或参数不正确：${message}`,
  }),
  unexpected: text<{ message: string }>({
    en: ({ message }) => message,
    zh: ({ message }) => `意外错误：${message}`,
  }),
};
