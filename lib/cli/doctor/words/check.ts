import { codeWords } from '../../../system-codes';
import { problem, remark } from '../kind';

const TLS_EN: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Renew the certificate, and let a timer do it from now on.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Get a certificate for this host name.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The intermediate certificate is missing: serve the whole chain ("fullchain.pem"). Browsers hide this mistake.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed: get one of a public authority.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The chain ends in a private authority: get a certificate of a public one.',
};
const TLS_ZH: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: '证书已过期：请更新证书，并设置自动续期。',
  ERR_TLS_CERT_ALTNAME_INVALID: '证书与域名不符：请申请该域名的证书。',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '缺少中间证书：请部署完整证书链（fullchain.pem）。浏览器会掩盖这个问题。',
  DEPTH_ZERO_SELF_SIGNED_CERT: '这是自签名证书：请使用公共机构签发的证书。',
  SELF_SIGNED_CERT_IN_CHAIN: '证书链来自私有机构：请使用公共机构签发的证书。',
};
const own = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

/** Findings of WeChat's check of the address, which the console does when the address is saved. */
export const check = {
  'check-ok': remark<{ ms: number }>('ok', {
    en: ({ ms }) => ({ seen: `The check of the address is answered rightly, in ${ms} ms.` }),
    zh: ({ ms }) => ({ seen: `地址验证应答正确，用时 ${ms} 毫秒。` }),
  }),
  unreachable: problem<{ code: string; address: string }>('error', {
    en: ({ code, address }) => ({
      seen: `The server cannot be reached. ${codeWords(code, address).en}.`,
      fix: 'Does the name resolve, does the server run, and does the firewall let others in?',
    }),
    zh: ({ code, address }) => ({
      seen: `无法连接服务器。${codeWords(code, address).zh}。`,
      fix: '请检查域名解析、服务是否运行，以及防火墙是否放行。',
    }),
  }),
  tls: problem<{ code: string }>('error', {
    en: ({ code }) => ({
      seen: `There is no secure connection (${code}).`,
      fix: own(TLS_EN, code) ?? 'Does this port speak TLS, with a version and a certificate of today?',
    }),
    zh: ({ code }) => ({
      seen: `无法建立安全连接（${code}）。`,
      fix: own(TLS_ZH, code) ?? '请检查该端口是否启用 TLS，以及协议版本和证书是否有效。',
    }),
  }),
  redirect: problem<{ status: number; location: string }>('error', {
    en: ({ status, location }) => ({
      seen: `The address redirects (${status}) to "${location}".`,
      fix: 'WeChat does not follow redirects: enter the final address, and mind http/https, "www." and the slash at the end.',
    }),
    zh: ({ status, location }) => ({
      seen: `地址被重定向（${status}）到“${location}”。`,
      fix: '微信不会跟随重定向：请填写最终地址，注意 http/https、“www.”和结尾的斜杠。',
    }),
  }),
  'not-found': problem<{ path: string }>('error', {
    en: ({ path }) => ({
      seen: `Nothing is at "${path}" (404).`,
      fix: 'Compare the path with the one at which the bot is mounted, and with what the proxy in front of it cuts off.',
    }),
    zh: ({ path }) => ({
      seen: `路径“${path}”不存在（404）。`,
      fix: '请核对路径与服务的挂载路径，以及反向代理是否改写了路径。',
    }),
  }),
  refused: problem<{ status: number }>('error', {
    en: ({ status }) => ({
      seen: `The bot refused the signed check (${status}).`,
      fix: 'Is the Token the same on both sides, is the clock of the server right, and does the proxy pass the query on?',
    }),
    zh: ({ status }) => ({
      seen: `服务拒绝了已签名的验证请求（${status}）。`,
      fix: '请检查两边的 Token 是否一致、服务器时间是否准确，以及代理是否保留了查询参数。',
    }),
  }),
  status: problem<{ status: number }>('error', {
    en: ({ status }) => ({
      seen: `The check is answered with status ${status}.`,
      fix: 'WeChat wants 200. The log of the bot, or of the proxy in front of it, says what went wrong.',
    }),
    zh: ({ status }) => ({
      seen: `验证请求返回状态码 ${status}。`,
      fix: '微信要求 200。请查看服务或代理的日志。',
    }),
  }),
  'check-slow': problem<object>('error', {
    en: () => ({
      seen: 'There was no answer to the check within 5 s.',
      fix: 'WeChat waits no longer. Does the server sleep when idle, or does something on the way hold requests back?',
    }),
    zh: () => ({
      seen: '5 秒内没有应答验证请求。',
      fix: '微信最多等待 5 秒。请检查服务是否休眠，或链路上是否有阻塞。',
    }),
  }),
  'check-near': problem<{ ms: number }>('warning', {
    en: ({ ms }) => ({
      seen: `The answer to the check took ${ms} ms.`,
      fix: 'After 5 s WeChat gives up, and it may be further away than this machine: find what takes so long.',
    }),
    zh: ({ ms }) => ({
      seen: `验证请求用时 ${ms} 毫秒。`,
      fix: '微信在 5 秒后放弃，而且网络可能更慢：请找出耗时原因。',
    }),
  }),
  compressed: problem<{ encoding: string }>('error', {
    en: ({ encoding }) => ({
      seen: `The answer is compressed (${encoding}) although nobody asked for it.`,
      fix: 'WeChat does not unpack answers: switch compression off for this path.',
    }),
    zh: ({ encoding }) => ({
      seen: `应答在未被请求的情况下被压缩（${encoding}）。`,
      fix: '微信不会解压应答：请对该路径关闭压缩。',
    }),
  }),
  html: problem<object>('error', {
    en: () => ({
      seen: 'The answer is an HTML page.',
      fix: 'This is not the bot: a login or warning page of a proxy, a tunnel or a single-page app. Let this path pass to the bot.',
    }),
    zh: () => ({
      seen: '应答是一个 HTML 页面。',
      fix: '这不是服务本身的应答，可能是代理、隧道的提示页或单页应用：请让该路径直达服务。',
    }),
  }),
  'echostr-quotes': problem<object>('error', {
    en: () => ({
      seen: 'The echostr comes back with quotes round it.',
      fix: 'It was sent as JSON: send it as plain text, such as res.type("text/plain").send(echostr).',
    }),
    zh: () => ({
      seen: '返回的 echostr 带有引号。',
      fix: '它被当作 JSON 输出：请以纯文本返回，例如 res.type("text/plain").send(echostr)。',
    }),
  }),
  'echostr-space': problem<object>('error', {
    en: () => ({
      seen: 'The echostr comes back with white space round it.',
      fix: 'Send the echostr alone: look for line breaks outside of the code (templates, "println", the end of a PHP file).',
    }),
    zh: () => ({
      seen: '返回的 echostr 前后有空白字符。',
      fix: '只返回 echostr 本身：请检查模板、println 或 PHP 文件首尾的换行。',
    }),
  }),
  'echostr-bom': problem<object>('error', {
    en: () => ({
      seen: 'A byte-order mark comes before the echostr.',
      fix: 'A source file was saved as "UTF-8 with BOM": save it without.',
    }),
    zh: () => ({
      seen: 'echostr 之前有 BOM 字节。',
      fix: '源文件以“UTF-8 with BOM”保存：请改为不带 BOM 的 UTF-8。',
    }),
  }),
  'echostr-other': problem<{ answer: string }>('error', {
    en: ({ answer }) => ({
      seen: `The check is answered by "${answer}" instead of the echostr.`,
      fix: 'Answer a GET request whose signature is right with the value of "echostr", unchanged, and nothing else.',
    }),
    zh: ({ answer }) => ({
      seen: `验证请求返回了“${answer}”，而不是 echostr。`,
      fix: '签名正确的 GET 请求应原样返回 echostr 的值，不加任何内容。',
    }),
  }),
  'content-type': problem<{ type: string }>('warning', {
    en: ({ type }) => ({
      seen: `The echostr comes back as "${type}".`,
      fix: 'WeChat takes it, but it is a value from outside: send it as text/plain, so that no browser ever runs it.',
    }),
    zh: ({ type }) => ({
      seen: `echostr 以“${type}”类型返回。`,
      fix: '微信可以接受，但它是外部输入：请使用 text/plain，避免被浏览器当作页面执行。',
    }),
  }),
};
