import { AUTHORIZE_PATH } from '../../testing/api/authorize-page';
import { exchange } from '../../testing/exchange';
import type { HttpExchange } from '../../testing/exchange';
import { PHONE_HEADERS } from '../../testing/web/phone-headers';
import { placeOf } from '../../system-codes';
import type { BotConnection } from '../connection';
import { isLocal } from './check-address';
import { reportFailure } from './check-callback';
import type { ReportFinding } from './finding';
import type { CookieFlaw, RequestFlaw } from './words/web';

const MAX_REDIRECTS = 5;
const HEADERS = {
  ...PHONE_HEADERS.ios,
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};

/** The expected values of a page. */
export interface Expected {
  readonly appId: string | undefined;
  /** The 网页授权域名 of the console. */
  readonly domain: string | undefined;
}

type Answer = NonNullable<HttpExchange['answer']>;

/** Opens a page like a new user in WeChat, and checks its redirect and its cookies. */
export async function checkWebPage(
  { url, world }: Pick<BotConnection, 'url' | 'world'>,
  expected: Expected,
  report: ReportFinding,
): Promise<void> {
  checkAddress(url, expected, report);
  const cookies: string[] = [];
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const { answer, failure, cut } = await exchange(
      { method: 'GET', url: at, headers: HEADERS, body: '' },
      world,
    );
    if (answer === undefined) {
      reportFailure(cut ? 'ETIMEDOUT' : failure?.code, placeOf(at), report);
      return;
    }
    const { status, headers } = answer;
    cookies.push(...(headers['set-cookie'] ?? []));
    const isRedirect = status >= 300 && status < 400 && URL.canParse(headers.location ?? '', at.href);
    if (!isRedirect) {
      if (status >= 400) report('web-status', { status });
      else report('web-no-sign-in', { status });
      return;
    }
    const next = new URL(headers.location ?? '', at);
    if (next.pathname === AUTHORIZE_PATH) {
      checkRequest(next, at, expected, report);
      checkCaching(answer, report);
      checkCookies(cookies, isSafe(at) || isSafe(addressBack(next)), report);
      return;
    }
    at = next;
  }
  report('web-loop', { redirects: MAX_REDIRECTS });
}

const isSafe = (url: URL | undefined): boolean => url?.protocol === 'https:';

/** Returns the address to which WeChat leads users back. */
function addressBack({ searchParams }: URL): URL | undefined {
  const address = searchParams.get('redirect_uri') ?? '';
  return URL.canParse(address) ? new URL(address) : undefined;
}

function checkAddress(
  { hostname, host, port, protocol }: URL,
  { domain }: Expected,
  report: ReportFinding,
): void {
  if (isLocal(hostname)) report('local', { host: hostname });
  else if (protocol !== 'https:') report('web-no-tls', { address: host });
  else if (port !== '') report('web-port', { port });
  if (domain !== undefined && host !== domain) report('web-domain', { host, domain });
  else if (domain !== undefined) report('web-domain-ok', { domain });
}

/** Checks what the page asks of WeChat. */
function checkRequest(asked: URL, page: URL, { appId }: Expected, report: ReportFinding): void {
  const query = asked.searchParams;
  const back = addressBack(asked);
  const [scope, state] = [query.get('scope') ?? '', query.get('state') ?? ''];
  const flaws: Readonly<Record<RequestFlaw, boolean>> = {
    redirect_uri: back === undefined,
    response_type: query.get('response_type') !== 'code',
    scope: scope !== 'snsapi_base' && scope !== 'snsapi_userinfo',
    state: !/^[a-zA-Z0-9]{0,128}$/.test(state),
    fragment: asked.hash !== '#wechat_redirect',
  };
  // The object has exactly these names.
  const found = (Object.keys(flaws) as RequestFlaw[]).filter((flaw) => flaws[flaw]);
  for (const what of found) report('web-request', { what });
  const given = query.get('appid') ?? '';
  const isOther = appId !== undefined && given !== appId;
  if (isOther) report('web-app-id', { appId: given, given: appId });
  if (state === '') report('web-no-state', {});
  const isElsewhere = back !== undefined && back.origin !== page.origin;
  if (isElsewhere) report('web-origin', { origin: back.origin, expected: page.origin });
  if (found.length === 0 && !isOther && !isElsewhere && state !== '') report('web-ok', { scope });
}

function checkCaching({ status, headers }: Answer, report: ReportFinding): void {
  const control = headers['cache-control'] ?? '';
  if (status === 301 || status === 308 || !/\bno-store\b/i.test(control))
    report('web-cached', { status, control });
}

function checkCookies(lines: readonly string[], isSecure: boolean, report: ReportFinding): void {
  if (lines.length === 0) {
    report('web-no-cookie', {});
    return;
  }
  const found = lines.flatMap((line) => flawsOf(line, isSecure));
  for (const flaw of found) report('web-cookie', flaw);
  if (found.length === 0)
    report('web-cookies-ok', { names: lines.map((line) => line.split('=', 1)[0] ?? '') });
}

function flawsOf(
  line: string,
  isSecure: boolean,
): readonly { readonly name: string; readonly flaw: CookieFlaw }[] {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const attributes = new Map(
    rest.map((each) => {
      const [name = '', value = ''] = each.split('=', 2);
      return [name.toLowerCase(), value.toLowerCase()];
    }),
  );
  const sameSite = attributes.get('samesite');
  const flaws: Readonly<Record<CookieFlaw, boolean>> = {
    secure: isSecure && !attributes.has('secure'),
    'http-only': !attributes.has('httponly'),
    strict: sameSite === 'strict',
    none: sameSite === 'none',
    domain: attributes.has('domain'),
    path: (attributes.get('path') ?? '/') !== '/',
  };
  const name = pair.split('=', 1)[0] ?? '';
  // The object has exactly these names.
  return (Object.keys(flaws) as CookieFlaw[]).filter((flaw) => flaws[flaw]).map((flaw) => ({ name, flaw }));
}
