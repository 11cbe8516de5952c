import { problem, remark } from '../kind';

/** Findings about a web page at which users sign in. */
export const web = {
  'web-ok': remark<{ scope: string }>('ok', {
    en: ({ scope }) => ({
      seen: `The page leads a new user to WeChat's page (${scope}), and back to itself.`,
    }),
    zh: ({ scope }) => ({ seen: `页面会把新用户带到微信授权页（${scope}），授权后回到页面。` }),
  }),
  'web-no-tls': problem<{ address: string }>('error', {
    en: ({ address }) => ({
      seen: `The page is not served by https (${address}).`,
      fix: 'Sign-ins need https: cookies that are kept for https alone do not come back, and codes can be read on their way.',
    }),
    zh: ({ address }) => ({
      seen: `页面没有使用 https（${address}）。`,
      fix: '网页授权要用 https：只限 https 的 Cookie 不会带回来，code 也可能在途中被看到。',
    }),
  }),
  'web-port': problem<{ port: string }>('error', {
    en: ({ port }) => ({
      seen: `The address has port ${port}.`,
      fix: 'A domain of the console (网页授权域名, JS接口安全域名) has no port: serve the page at port 443, behind a reverse proxy.',
    }),
    zh: ({ port }) => ({
      seen: `地址使用了端口 ${port}。`,
      fix: '后台的网页授权域名和 JS 接口安全域名都不能带端口：请用反向代理在 443 端口提供页面。',
    }),
  }),
  'web-domain': problem<{ host: string; domain: string }>('error', {
    en: ({ host, domain }) => ({
      seen: `The page is at ${host}, and the console has ${domain} as 网页授权域名: WeChat refuses it (redirect_uri 参数错误, 10003).`,
      fix: `Enter exactly ${host} in the console. One for the domain above or below does not count.`,
    }),
    zh: ({ host, domain }) => ({
      seen: `页面在 ${host}，后台的网页授权域名是 ${domain}：微信会拒绝（redirect_uri 参数错误，10003）。`,
      fix: `请在后台填写 ${host}，必须完全一致，上级或下级域名都不算。`,
    }),
  }),
  'web-domain-ok': remark<{ domain: string }>('ok', {
    en: ({ domain }) => ({ seen: `The page is at ${domain}, the 网页授权域名 of the console.` }),
    zh: ({ domain }) => ({ seen: `页面在后台的网页授权域名 ${domain} 上。` }),
  }),
  'web-status': problem<{ status: number }>('error', {
    en: ({ status }) => ({
      seen: `The page is answered with ${status} in WeChat's browser.`,
      fix: 'Give the address of a page at which users sign in, such as one behind web.require().',
    }),
    zh: ({ status }) => ({
      seen: `在微信浏览器里打开页面，状态码是 ${status}。`,
      fix: '请给出需要登录的页面地址，例如 web.require() 后面的页面。',
    }),
  }),
  'web-no-sign-in': problem<{ status: number }>('warning', {
    en: ({ status }) => ({
      seen: `The page does not lead a new user to WeChat's page (status ${status}): sign-ins were not looked at.`,
      fix: 'Give the address of a page at which users sign in, such as one behind web.require().',
    }),
    zh: ({ status }) => ({
      seen: `页面没有把新用户带到微信授权页（状态码 ${status}），无法检查登录。`,
      fix: '请给出需要登录的页面地址，例如 web.require() 后面的页面。',
    }),
  }),
  'web-loop': problem<{ redirects: number }>('error', {
    en: ({ redirects }) => ({
      seen: `The page leads from one address to the next: ${redirects} redirects, and no end.`,
      fix: 'Look for a redirect that leads back to where it came from, such as one between http and https, or with and without www.',
    }),
    zh: ({ redirects }) => ({
      seen: `页面不停地重定向：${redirects} 次之后仍没有结束。`,
      fix: '请检查互相跳转的重定向，例如 http 与 https 之间、带 www 与不带 www 之间。',
    }),
  }),
  'web-app-id': problem<{ appId: string; given: string }>('error', {
    en: ({ appId, given }) => ({
      seen: `The page signs in for ${appId || 'no AppID'}; the settings have ${given}.`,
      fix: 'Give webAuth() the client of the account whose page it is.',
    }),
    zh: ({ appId, given }) => ({
      seen: `页面登录用的 AppID 是“${appId}”，设置里是 ${given}。`,
      fix: '请给 webAuth() 传入这个公众号的 api。',
    }),
  }),
  'web-origin': problem<{ origin: string; expected: string }>('error', {
    en: ({ origin, expected }) => ({
      seen: `WeChat is to lead users back to ${origin}; the page is at ${expected}.`,
      fix: `Set "origin" of webAuth() to ${expected}, which is how browsers see the site; behind a proxy it is not what the server sees.`,
    }),
    zh: ({ origin, expected }) => ({
      seen: `授权后会回到 ${origin}，而页面在 ${expected}。`,
      fix: `请把 webAuth() 的 origin 设为 ${expected}，也就是浏览器看到的地址；有反向代理时，与服务器看到的不同。`,
    }),
  }),
  'web-request': problem<{ what: 'redirect_uri' | 'response_type' | 'scope' | 'state' | 'fragment' }>(
    'error',
    {
      en: ({ what }) => ({
        seen: `The address of WeChat's page is wrong: ${REQUEST[what].en}.`,
        fix: 'Make it by api.oauth.authorizeUrl(…), or leave it to webAuth().',
      }),
      zh: ({ what }) => ({
        seen: `微信授权页的地址有误：${REQUEST[what].zh}。`,
        fix: '请用 api.oauth.authorizeUrl(…) 生成，或者交给 webAuth()。',
      }),
    },
  ),
  'web-no-state': problem<object>('error', {
    en: () => ({
      seen: 'The sign-in has no "state": anybody can lead a user to the page with a code of their own (login CSRF).',
      fix: 'Use webAuth(), or a random "state" that is bound to the browser by a cookie and compared when the user comes back.',
    }),
    zh: () => ({
      seen: '登录没有 state：别人可以带着自己的 code 把用户引到这个页面（登录 CSRF）。',
      fix: '请使用 webAuth()；或者生成随机的 state，用 Cookie 绑定浏览器，回来时比对。',
    }),
  }),
  'web-cached': problem<{ status: number; control: string }>('warning', {
    en: ({ status, control }) => ({
      seen: `The redirect to WeChat may be kept by a CDN or browser (${status}, Cache-Control: ${control || 'none'}): users would share one.`,
      fix: 'Answer 302 with Cache-Control: no-store, and let no proxy cache pages of users.',
    }),
    zh: ({ status, control }) => ({
      seen: `跳转到微信的重定向可能被 CDN 或浏览器缓存（${status}，Cache-Control：${control || '无'}）：不同的用户会得到同一个。`,
      fix: '请用 302 并加上 Cache-Control: no-store，也不要让代理缓存用户页面。',
    }),
  }),
  'web-no-cookie': problem<object>('warning', {
    en: () => ({
      seen: 'The page sets no cookie before it leads to WeChat: nothing tells whether the same browser comes back.',
      fix: 'Use webAuth(); or check that no proxy drops Set-Cookie.',
    }),
    zh: () => ({
      seen: '跳转到微信之前没有设置 Cookie，无法确认回来的是同一个浏览器。',
      fix: '请使用 webAuth()；如果已经使用，请检查代理是否去掉了 Set-Cookie。',
    }),
  }),
  'web-cookie': problem<{ name: string; flaw: CookieFlaw }>('error', {
    en: ({ name, flaw }) => ({
      seen: `The cookie "${name}" ${COOKIE[flaw].en.seen}.`,
      fix: COOKIE[flaw].en.fix,
    }),
    zh: ({ name, flaw }) => ({ seen: `Cookie“${name}”${COOKIE[flaw].zh.seen}。`, fix: COOKIE[flaw].zh.fix }),
  }),
  'web-cookies-ok': remark<{ names: readonly string[] }>('ok', {
    en: ({ names }) => ({ seen: `Cookies are kept from scripts and from other sites: ${names.join(', ')}.` }),
    zh: ({ names }) => ({ seen: `脚本和其他网站读不到 Cookie：${names.join('、')}。` }),
  }),
  'verify-none': remark<object>('info', {
    en: () => ({
      seen: 'The verification file was not looked at.',
      fix: 'Give its name: --verify MP_verify_….txt. WeChat asks for it when a domain is entered, and may ask again.',
    }),
    zh: () => ({
      seen: '没有检查域名验证文件。',
      fix: '请给出文件名：--verify MP_verify_….txt。填写域名时微信会读取它，之后也可能再读。',
    }),
  }),
  'verify-ok': remark<{ file: string }>('ok', {
    en: ({ file }) => ({ seen: `/${file} is there.` }),
    zh: ({ file }) => ({ seen: `/${file} 可以访问，内容正确。` }),
  }),
  'verify-missing': problem<{ file: string; status: number }>('error', {
    en: ({ file, status }) => ({
      seen: `/${file} is answered with ${status}.`,
      fix: `Serve it at the root: app.use(verificationFile('${file}')), before what asks users to sign in; it must not redirect.`,
    }),
    zh: ({ file, status }) => ({
      seen: `/${file} 的状态码是 ${status}。`,
      fix: `请在根路径提供：app.use(verificationFile('${file}'))，放在要求登录的处理之前，也不能重定向。`,
    }),
  }),
  'verify-other': problem<{ file: string; answer: string }>('error', {
    en: ({ file, answer }) => ({
      seen: `/${file} has other content than WeChat's file: "${answer}".`,
      fix: 'The file has the 16 characters of its name and nothing else. A single-page app often answers every path with its own page.',
    }),
    zh: ({ file, answer }) => ({
      seen: `/${file} 的内容与微信的文件不同：“${answer}”。`,
      fix: '文件内容就是文件名里的 16 个字符，没有别的。单页应用常常对所有路径都返回自己的页面。',
    }),
  }),
};

/** The possible mistakes in an address of WeChat's page. */
const REQUEST = {
  redirect_uri: { en: '"redirect_uri" is missing, or no address', zh: '缺少 redirect_uri，或者它不是地址' },
  response_type: { en: '"response_type" is not code', zh: 'response_type 不是 code' },
  scope: {
    en: '"scope" is neither snsapi_base nor snsapi_userinfo',
    zh: 'scope 不是 snsapi_base 或 snsapi_userinfo',
  },
  state: {
    en: '"state" has other characters than letters and digits, or more than 128',
    zh: 'state 含有字母和数字以外的字符，或超过 128 个',
  },
  fragment: { en: 'it does not end in #wechat_redirect', zh: '末尾没有 #wechat_redirect' },
} as const;

export type RequestFlaw = keyof typeof REQUEST;

/** The possible mistakes in a cookie of a sign-in. */
const COOKIE = {
  secure: {
    en: { seen: 'is sent by http as well', fix: 'Set Secure: whoever sees the cookie is the user.' },
    zh: { seen: '也会通过 http 发送', fix: '请加上 Secure：看到 Cookie 的人就能冒充用户。' },
  },
  'http-only': {
    en: { seen: 'can be read by scripts', fix: 'Set HttpOnly.' },
    zh: { seen: '脚本可以读取', fix: '请加上 HttpOnly。' },
  },
  strict: {
    en: {
      seen: 'does not come back with users whom WeChat leads back (SameSite=Strict)',
      fix: 'Set SameSite=Lax: with Strict the sign-in has no end.',
    },
    zh: {
      seen: '在微信带用户回来时不会发送（SameSite=Strict）',
      fix: '请设为 SameSite=Lax：用 Strict 会一直登录不上。',
    },
  },
  none: {
    en: { seen: 'is sent with requests of other sites (SameSite=None)', fix: 'Set SameSite=Lax.' },
    zh: { seen: '会随其他网站的请求发送（SameSite=None）', fix: '请设为 SameSite=Lax。' },
  },
  domain: {
    en: {
      seen: 'is sent to the hosts below as well (Domain)',
      fix: 'Leave Domain out, or use the prefix __Host-, so that no neighbour can set or read it.',
    },
    zh: {
      seen: '也会发送给下级域名（Domain）',
      fix: '请去掉 Domain，或使用 __Host- 前缀，别的子域名就无法设置或读取。',
    },
  },
  path: {
    en: {
      seen: 'is for a part of the site alone (Path)',
      fix: 'Set Path=/, so that it comes back to whatever page signs in.',
    },
    zh: { seen: '只用于网站的一部分（Path）', fix: '请设为 Path=/，这样无论在哪个页面登录都会带回来。' },
  },
} as const;

export type CookieFlaw = keyof typeof COOKIE;
