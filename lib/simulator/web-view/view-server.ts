import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AUTHORIZE_PATH, readAuthorizePage } from '../../testing/api/authorize-page';
import { checkSignature } from '../../testing/api/check-signature';
import type { FakeAccount } from '../../testing/api/fake-account';
import { readResponse } from '../../testing/read-response';
import type { UserRecord } from '../../testing/user-record';
import { agree, isAsked, refuse } from '../../testing/web/authorize-visit';
import { LOOPBACK } from '../../testing/web/cookie-jar';
import type { CookieJar } from '../../testing/web/cookie-jar';
import { PHONE_HEADERS } from '../../testing/web/phone-headers';
import { readPageScript } from '../page-files';
import type { PageOptions } from '../protocol';
import { consentPage, notePage, refusalPage } from './consent-page';
import { createRewrite, loosenPolicy, OWN } from './rewrite';
import { html, readBody, redirect, script, withScript } from './view-answers';
import { createViewRequests, HOP_BY_HOP } from './view-requests';

/** A page that is open in WeChat's browser. */
export interface ViewServer {
  /** Where a frame shows it: an origin of its own. */
  readonly url: string;
  close(): Promise<void>;
}

/** What a web view needs of the offline WeChat. */
export interface ViewOptions {
  readonly account: FakeAccount;
  readonly person: UserRecord;
  readonly name: string;
  readonly url: URL;
  /** A link to WeChat's page for signing in, with which it begins; `url` is then where that leads back to. */
  readonly authorize: URL | undefined;
  /** Where the app really is. */
  readonly origin: URL;
  readonly options: PageOptions;
  readonly jar: CookieJar;
  readonly newJar: () => CookieJar;
}

const SLOW_MS = 3000;
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]*json|javascript|xml|xhtml))/;

/** Opens a page as WeChat's browser does, at an origin of its own, with the cookies of its user. */
export async function serveView(of: ViewOptions): Promise<ViewServer> {
  const { account, person, options } = of;
  const { platform = 'ios', disturbance = 'none' } = options;
  let view: { readonly jar: CookieJar; readonly isSnapshot: boolean; readonly entry?: string } = {
    jar: of.jar,
    isSnapshot: false,
  };
  let last = of.url;
  /** Once: the user who tries again has better luck. */
  let isDisturbed = disturbance !== 'none';

  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else
        html(
          res,
          502,
          notePage(`网页打不开：${String(error)}`, `The page cannot be opened: ${String(error)}`),
        );
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { toApp, toView } = createRewrite(of.url.origin, own);
  const appUrl = (target: string): URL => new URL(toApp(target), of.url.origin);

  const { phoneHeaders, send } = createViewRequests({
    ...{ platform, own, toApp, origin: of.origin },
    jar: () => view.jar,
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    // A page of elsewhere that gives its name this machine's address stays outside.
    if (`http://${req.headers.host ?? ''}` !== own) {
      res.writeHead(421).end();
      return;
    }
    const target = req.url ?? '/';
    const [path = ''] = target.split('?', 1);
    switch (path) {
      case `${OWN}/jweixin.js`:
        script(res, readPageScript('webview/jweixin.js'));
        return;
      case `${OWN}/view.js`:
        script(
          res,
          `globalThis.wechatView = ${JSON.stringify(facts())};\n${readPageScript('webview/view.js')}`,
        );
        return;
      case `${OWN}/authorize`:
        await authorize(target, res);
        return;
      case `${OWN}/check`:
        check(target, res);
        return;
      case `${OWN}/full`:
        view = { jar: of.jar, isSnapshot: false };
        redirect(res, last.pathname + last.search);
        return;
      default:
        await pass(req, res, appUrl(target));
    }
  }

  const facts = () => ({
    platform,
    isSnapshot: view.isSnapshot,
    userAgent: PHONE_HEADERS[platform]['user-agent'],
  });

  /** WeChat's authorisation page. */
  async function authorize(target: string, res: ServerResponse): Promise<void> {
    const asking = new URL(toApp(target), 'https://open.weixin.qq.com');
    const choice = asking.searchParams.get('wechat_choice');
    const { appId } = account;
    const asked = readAuthorizePage(asking, { appId, kind: account.kind(), webDomain: account.webDomain() });
    if ('code' in asked) {
      html(res, 200, refusalPage(asked));
      return;
    }
    // A snapshot page asks nobody: its user is a virtual one.
    const isSnapshot = view.isSnapshot || (isDisturbed && disturbance === 'snapshot');
    if (!isSnapshot && isAsked(asked, person, options.from) && choice === null) {
      const at = (wanted: string): string => `${target}&wechat_choice=${wanted}`;
      html(res, 200, consentPage(asked, of.name, { agreeAt: at('agree'), refuseAt: at('refuse') }));
      return;
    }
    const switches = isDisturbed ? DISTURBANCES[disturbance] : {};
    if (isDisturbed && disturbance === 'slow') await sleep(SLOW_MS);
    isDisturbed = false;
    const back =
      choice === 'refuse'
        ? refuse(asked, switches, view.isSnapshot)
        : agree(account, person, asked, switches, view.isSnapshot);
    if (back.isSnapshot && !view.isSnapshot) view = { jar: of.newJar(), isSnapshot: true };
    const others = back.urls.slice(0, -1);
    const shown = back.urls.at(-1) ?? of.url;
    if (shown.origin !== of.url.origin) {
      html(res, 200, notePage('这个页面会离开您的网站：', 'The page leads away from your site:', shown.href));
      return;
    }
    // As by a browser that loads ahead: what it answers is not looked at, but its cookies are.
    for (const each of others)
      send(each, 'GET', phoneHeaders(each, {}), undefined).then(
        (answer) => answer.resume(),
        () => undefined,
      );
    redirect(res, shown.pathname + shown.search);
  }

  function check(target: string, res: ServerResponse): void {
    const given = new URL(toApp(target), own).searchParams;
    const text = (name: string): string => given.get(name) ?? '';
    const url = text('url');
    const verdict = checkSignature(account, {
      ...{ appId: text('appId'), nonceStr: text('nonceStr'), signature: text('signature') },
      // What a page gave as text stays text, for that is a mistake.
      timestamp: JSON.parse(text('timestamp') || 'null') as number,
      ...{ url, platform, ...(view.entry !== undefined && { entryUrl: view.entry }) },
    });
    res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    res.end(JSON.stringify(verdict));
  }

  async function pass(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const method = req.method ?? 'GET';
    const body = method === 'GET' || method === 'HEAD' ? undefined : await readBody(req);
    const type = req.headers['content-type'] ?? '';
    const sent =
      body !== undefined && /urlencoded|json|^text\//.test(type) ? Buffer.from(toApp(body.toString())) : body;
    const answer = await send(url, method, phoneHeaders(url, req.headers), sent);
    const { location } = answer.headers;
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400 && location !== undefined) {
      answer.resume();
      lead(res, new URL(location, url), status);
      return;
    }
    const headers: OutgoingHttpHeaders = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (!HOP_BY_HOP.test(name) && value !== undefined) headers[name] = value;
    const policy = answer.headers['content-security-policy'];
    if (policy !== undefined) headers['content-security-policy'] = loosenPolicy(toView(String(policy)), own);
    const kind = answer.headers['content-type'] ?? '';
    if (!TEXT.test(kind)) {
      res.writeHead(status, headers);
      answer.pipe(res);
      return;
    }
    const isHtml = kind.includes('html');
    if (isHtml && req.headers['sec-fetch-mode'] !== 'cors') {
      last = url;
      view = { ...view, entry: view.entry ?? url.href };
    }
    const text = toView((await readResponse(answer)).toString());
    res.writeHead(status, headers);
    res.end(method === 'HEAD' ? undefined : isHtml ? withScript(text) : text);
  }

  /** A redirect of the app. */
  function lead(res: ServerResponse, next: URL, status: number): void {
    const isWeChats =
      next.pathname === AUTHORIZE_PATH &&
      (next.host === 'open.weixin.qq.com' || (LOOPBACK.test(next.hostname) && next.host !== of.url.host));
    if (isWeChats) redirect(res, `${OWN}/authorize${next.search}`);
    else if (next.origin === of.url.origin) redirect(res, next.pathname + next.search + next.hash, status);
    else
      html(res, 200, notePage('这个页面会离开您的网站：', 'The page leads away from your site:', next.href));
  }

  return {
    url:
      of.authorize === undefined
        ? own + of.url.pathname + of.url.search + of.url.hash
        : `${own}${OWN}/authorize${of.authorize.search}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What goes differently the next time that WeChat's page is visited. */
const DISTURBANCES = {
  none: {},
  slow: {},
  snapshot: { snapshot: true },
  twice: { callback: 'twice' },
  'two-codes': { callback: 'two-codes' },
  expired: { code: 'expired' },
  used: { code: 'used' },
  'foreign-state': { state: 'foreign' },
} as const satisfies Record<NonNullable<PageOptions['disturbance']>, object>;
