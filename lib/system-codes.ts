import type { Words } from './language';

export type { Words } from './language';

type Say = (where: string) => Words;

const CERTIFICATE =
  'Something between here and there reads along, such as a proxy of the company or the sign-in page of a network';
const CERTIFICATE_ZH = '中间可能有设备在解密流量，比如公司的代理，或网络的登录页';

const untrusted: Say = (where) => ({
  en: `The certificate of ${where} is not one that Node trusts. ${CERTIFICATE}: give Node its certificate with NODE_EXTRA_CA_CERTS`,
  zh: `${where} 的证书不受 Node 信任。${CERTIFICATE_ZH}：请用 NODE_EXTRA_CA_CERTS 把它的证书告诉 Node`,
});
const cut: Say = (where) => ({
  en: `${where} cut the connection`,
  zh: `${where} 断开了连接`,
});
const unreachable: Say = (where) => ({
  en: `There is no way to ${where} in this network`,
  zh: `本机的网络到不了 ${where}`,
});
const files: Say = () => ({
  en: 'This process has too many files and connections open',
  zh: '本进程打开的文件和连接太多',
});
const blocked: Say = (where) => ({
  en: `This system does not allow a connection to ${where}: look at its firewall`,
  zh: `系统不允许连接 ${where}：请检查防火墙`,
});
const noTls: Say = (where) => ({
  en: `${where} does not speak TLS as it should: is it http:// instead of https://?`,
  zh: `${where} 的 TLS 握手失败：是不是应该用 http:// 而不是 https://？`,
});
const late: Say = (where) => ({
  en: `${where} did not answer in time`,
  zh: `${where} 没有及时应答`,
});

/** Host and port of an address, the port also where it is the usual one. */
export const placeOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;

/** What the system's codes mean. `where` is a host, with its port if it is known. */
const CODES: Readonly<Record<string, Say>> = {
  ECONNREFUSED: (where) => ({
    en: `Nobody listens at ${where}`,
    zh: `${where} 没有程序在监听`,
  }),
  ENOTFOUND: (where) => ({
    en: `There is no host of the name ${where}`,
    zh: `找不到主机 ${where}`,
  }),
  EAI_AGAIN: (where) => ({
    en: `The name ${where} could not be looked up: this machine may be offline`,
    zh: `域名 ${where} 解析失败：本机可能没有联网`,
  }),
  ECONNRESET: cut,
  ECONNABORTED: cut,
  EPIPE: cut,
  ETIMEDOUT: late,
  ESOCKETTIMEDOUT: late,
  EHOSTUNREACH: unreachable,
  EHOSTDOWN: unreachable,
  ENETUNREACH: unreachable,
  ENETDOWN: unreachable,
  EADDRNOTAVAIL: (where) => ({
    en: `This machine has no address or port left from which to reach ${where}`,
    zh: `本机没有可用的地址或端口去连接 ${where}`,
  }),
  EADDRINUSE: (where) => ({
    en: `Another program listens at ${where} already`,
    zh: `${where} 已被别的程序占用`,
  }),
  EMFILE: files,
  ENFILE: files,
  EACCES: blocked,
  EPERM: blocked,
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: (where) => ({
    en: `The certificate of ${where} is one of another host. ${CERTIFICATE}`,
    zh: `${where} 给出的是别的主机的证书。${CERTIFICATE_ZH}`,
  }),
  CERT_HAS_EXPIRED: (where) => ({
    en: `The certificate of ${where} has expired: is the clock of this machine right?`,
    zh: `${where} 的证书已过期：本机的时钟准吗？`,
  }),
  CERT_NOT_YET_VALID: (where) => ({
    en: `The certificate of ${where} is not valid yet: is the clock of this machine right?`,
    zh: `${where} 的证书尚未生效：本机的时钟准吗？`,
  }),
  ANSWER_TOO_LARGE: (where) => ({
    en: `${where} answered with more than 1 MiB, which nobody would read`,
    zh: `${where} 的应答超过 1 MiB，没有读完`,
  }),
  HPE_INVALID_CONSTANT: (where) => ({
    en: `${where} does not answer as HTTP does: is it the right port?`,
    zh: `${where} 的应答不是 HTTP：端口对吗？`,
  }),
};

/** Tells in plain words what a code of the system means at a place; undefined for one that is not known. */
export function systemWords(code: string, where: string): Words | undefined {
  const say = Object.hasOwn(CODES, code)
    ? CODES[code]
    : code.startsWith('ERR_SSL_')
      ? noTls
      : code.startsWith('HPE_')
        ? CODES.HPE_INVALID_CONSTANT
        : undefined;
  return say?.(where);
}

/**
 * The same with the code behind, also of one that is not known:
 * `Nobody listens at localhost:3000 (ECONNREFUSED)`.
 */
export function codeWords(code: string, where: string): Words {
  const { en, zh } = systemWords(code, where) ?? {
    en: `The connection to ${where} failed`,
    zh: `与 ${where} 的连接失败`,
  };
  return { en: `${en} (${code})`, zh: `${zh}（${code}）` };
}

/** The same in English. */
export const inWords = (code: string, where: string): string => codeWords(code, where).en;

/** Codes that mean: there was never a connection, and the next try would meet the same. */
const NO_WAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);

/** Whether a code of the system says that nobody was reached at all. */
export const isUnreachable = (code: string): boolean => NO_WAY.has(code);
