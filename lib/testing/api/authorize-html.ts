import { escapeHtml } from '../../escape-html';
import { page } from './answer';
import type { FakeResponse } from './answer';
import { addressBack, readAuthorizePage } from './authorize-page';
import type { IncomingCall } from './call';
import { accountOf } from './endpoint';
import type { FakeAccount } from './fake-account';
import { randomText } from './ids';
import type { OauthScope } from './fake-api';

/** The parameter of ours that says which user has agreed. */
const OPENID = 'as_openid';
const NEW_USER = 'new';
const REFUSED = 'refused';
const MAX_SHOWN_USERS = 100;

/**
 * WeChat's authorisation page for a browser on this machine: one chooses as whom to agree, and goes back with
 * a code.
 */
export function showAuthorizePage(
  { query, origin, path }: IncomingCall,
  accounts: readonly FakeAccount[],
  agree: (account: FakeAccount, openid: string, scope: OauthScope) => string,
): FakeResponse {
  const account = accountOf(accounts, query.appid ?? '');
  const url = new URL(path, origin);
  url.search = new URLSearchParams(query).toString();
  const asked = readAuthorizePage(url, {
    appId: account.appId,
    kind: account.kind(),
    webDomain: account.webDomain(),
  });
  if ('code' in asked) return html(400, `<h1>${asked.code}</h1><p>${escapeHtml(asked.text)}</p>`);
  const chosen = query[OPENID];
  if (chosen !== undefined) {
    const openid = chosen === NEW_USER ? `o${randomText(27)}` : chosen;
    const code =
      chosen === REFUSED ? undefined : agree(account, account.getOrCreateUser(openid).openid, asked.scope);
    const location = addressBack(asked, code, asked.state).href;
    return { ...page(302), headers: { location, 'cache-control': 'no-store' } };
  }
  const link = (openid: string, words: string): string =>
    `<li><a href="?${escapeHtml(new URLSearchParams({ ...query, [OPENID]: openid }).toString())}">${escapeHtml(words)}</a></li>`;
  const users = [...account.userRecords.keys()].slice(0, MAX_SHOWN_USERS);
  return html(
    200,
    `<h1>微信网页授权 · Signing in</h1><p>${escapeHtml(asked.redirectUri.host)} (${asked.scope})</p><p>以谁的身份同意？As whom do you agree?</p><ul>` +
      users.map((openid) => link(openid, openid)).join('') +
      link(NEW_USER, '新用户 · a new user') +
      link(REFUSED, '拒绝 · nobody: refuse') +
      '</ul>',
  );
}

const html = (status: number, body: string): FakeResponse => ({
  ...page(
    status,
    `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>微信网页授权</title><body>${body}</body></html>`,
  ),
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
});
