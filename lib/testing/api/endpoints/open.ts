import { createHash } from 'node:crypto';
import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { optional, text } from '../fields';
import { randomText } from '../ids';
import { ApiRefusalError } from '../api-refusal-error';

/** The open-platform account that this one is bound to, and those it has created. */
const binding = () => ({ open_appid: undefined as string | undefined, created: new Set<string>() });

/**
 * How all accounts that are bound to the same open-platform account know a user; absent where there is none.
 */
export function unionidOf(account: FakeAccount, openid: string): string | undefined {
  const { open_appid } = account.part(binding);
  if (open_appid === undefined) return undefined;
  return `o${createHash('sha256').update(`${open_appid} ${openid}`).digest('base64url').slice(0, 27)}`;
}

const appid = optional(text);

/** An AppID that is given must be that of the token. */
function bindingOf(account: FakeAccount, given: string | undefined) {
  if (given !== undefined && account.appId !== '' && given !== account.appId)
    throw new ApiRefusalError(40013);
  return account.part(binding);
}

/** The open-platform account by which several accounts know a user under one unionid (开放平台账号管理). */
export const openPlatform: readonly Endpoint[] = [
  post('open.create', '/cgi-bin/open/create', { appid }, ({ account, fields }) => {
    const state = bindingOf(account, fields.appid);
    if (state.open_appid !== undefined) throw new ApiRefusalError(89000);
    state.open_appid = `wx${randomText(16)}`;
    state.created.add(state.open_appid);
    return ok({ open_appid: state.open_appid });
  }),

  post('open.bind', '/cgi-bin/open/bind', { appid, open_appid: text }, ({ account, context, fields }) => {
    const state = bindingOf(account, fields.appid);
    if (state.open_appid !== undefined) throw new ApiRefusalError(89000);
    if (!context.accounts.some((each) => each.part(binding).created.has(fields.open_appid)))
      throw new ApiRefusalError(89001, `there is no "${fields.open_appid}"`);
    state.open_appid = fields.open_appid;
    return undefined;
  }),

  post('open.unbind', '/cgi-bin/open/unbind', { appid, open_appid: text }, ({ account, fields }) => {
    const state = bindingOf(account, fields.appid);
    if (state.open_appid !== fields.open_appid) throw new ApiRefusalError(89002);
    state.open_appid = undefined;
    return undefined;
  }),

  post('open.get', '/cgi-bin/open/get', { appid }, ({ account, fields }) => {
    const { open_appid } = bindingOf(account, fields.appid);
    if (open_appid === undefined) throw new ApiRefusalError(89002);
    return ok({ open_appid });
  }),

  get('open.have', '/cgi-bin/open/have', {}, ({ account }) =>
    ok({ have_open: account.part(binding).open_appid !== undefined }),
  ),

  // Account and open-platform account have one owner here.
  get('open.sameEntity', '/cgi-bin/open/sameentity', {}, () => ok({ same_entity: true })),
];
