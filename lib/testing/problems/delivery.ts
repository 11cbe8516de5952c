import type { Words } from '../../system-codes';
import { words } from './words';

/** How often something was tried. */
export interface DeliveryTimes {
  /** How often WeChat asked. */
  readonly times: number;
}

const often = (times: number): string => (times === 1 ? 'once' : `${times} times`);

/** What can go wrong before there is an answer to read, by code. */
export const deliveryProblems = {
  closed: words<object>({
    en: () => 'The simulator was closed before an answer came.',
    zh: () => '模拟器在收到应答之前已关闭。',
  }),
  'too-slow': words<DeliveryTimes>({
    en: ({ times }) => `There was no answer within 5 s, ${often(times)}.`,
    zh: ({ times }) => `5 秒内没有应答（共 ${times} 次）。`,
  }),
  'not-authorized': words<{ appId: string }>({
    en: ({ appId }) =>
      `The platform gets no messages of ${appId}: the account has not authorised it, or has withdrawn. authorizes() does it.`,
    zh: ({ appId }) => `平台收不到 ${appId} 的消息：该账号没有授权，或已取消授权。请先调用 authorizes()。`,
  }),
  'messages-not-granted': words<{ appId: string; permission: number }>({
    en: ({ appId, permission }) =>
      `The platform gets no messages of ${appId}: the account has not granted permission set ${permission}.`,
    zh: ({ appId, permission }) => `平台收不到 ${appId} 的消息：该账号没有授予权限集 ${permission}。`,
  }),
  unreachable: words<{ failure: Words }>({
    en: ({ failure }) => `The app cannot be reached. ${failure.en}: does it run, and is its address right?`,
    zh: ({ failure }) => `无法连接服务。${failure.zh}：请检查服务是否已启动、地址是否正确。`,
  }),
  'connection-lost': words<DeliveryTimes & { failure: Words }>({
    en: ({ failure, times }) =>
      `There was no answer, ${often(times)}. ${failure.en}: the log of the app may say why.`,
    zh: ({ failure, times }) => `没有收到应答（共 ${times} 次）。${failure.zh}：原因可能在服务的日志里。`,
  }),
  'not-found': words<{ path: string }>({
    en: ({ path }) => `Status 404: is wechat() mounted at "${path}"? "path" says where.`,
    zh: ({ path }) => `状态码 404：wechat() 是否挂载在“${path}”？挂载路径由 path 指定。`,
  }),
  refused: words<{ status: number }>({
    en: ({ status }) =>
      status === 400 || status === 413
        ? `Status ${status}: what is pushed is no well-formed XML or JSON, or larger than bodyLimit. The log of the app says which.`
        : `Status ${status}: the app refused the request, and its log says why. Are token, appId, encodingAESKey and mode the same on both sides?`,
    zh: ({ status }) =>
      status === 400 || status === 413
        ? `状态码 ${status}：推送内容不是合格的 XML/JSON，或超过 bodyLimit。原因见服务的日志。`
        : `状态码 ${status}：服务拒绝了请求，原因见服务的日志。请检查两边的 token、appId、encodingAESKey 和加密模式是否一致。`,
  }),
  status: words<{ status: number }>({
    en: ({ status }) => `The status is ${status}, not 200.`,
    zh: ({ status }) => `状态码是 ${status}，而不是 200。`,
  }),
  'not-utf8': words<object>({
    en: () => 'The answer is not UTF-8.',
    zh: () => '应答不是 UTF-8 编码。',
  }),
  'container-check': words<{ answer: string }>({
    en: ({ answer }) =>
      `The answer to the check of 微信云托管 must be "success", or nothing, not "${answer}".`,
    zh: ({ answer }) => `对微信云托管路径检测的应答必须是 success 或空，不能是“${answer}”。`,
  }),
  echostr: words<{ answer: string }>({
    en: ({ answer }) => `The answer must be the echostr and nothing else, not "${answer}".`,
    zh: ({ answer }) => `应答必须是 echostr 本身，不能是“${answer}”。`,
  }),
};
