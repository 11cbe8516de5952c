import { addresses } from './addresses';
import { bind, type Bound, type Send } from './bound';
import { checkOptions, createCaller, type CallOptions } from './caller';
import type { Keeper } from './credential';
import { deadline } from './deadline';
import * as groups from './groups';
import { paging } from './paging';
import { viaPlatform } from './platform';
import type { ApiRequest } from './request';
import type { TokenOwner } from './prepare';
import { checkSettings, type ApiOptions, type Settings } from './settings';
import { unlessAborted } from './timing';
import { componentKeeper, TICKET_PATH, ticketKeeper, tokenKeeper, type TicketType } from './tokens';

export type { CallOptions } from './caller';
export type { ApiOptions } from './settings';

/**
 * All endpoints by group, the lists among them as iterators, and `request` for what has no function here. After all of its
 * arguments every call takes `{ timeout, signal }`: `api.tag.getUsers(5, undefined, { timeout: 60_000 })`.
 */
export type Api = Bound<typeof groups> &
  ReturnType<typeof paging> & {
    /** Sends a request made with `get`, `post`, `upload` or `download`, or by a function of a group. */
    request<T>(request: ApiRequest<T>, options?: CallOptions): Promise<T>;
  };

/** Creates the client for the API of one account. */
export function createApi(options: ApiOptions): Api {
  const settings = checkSettings(options, process.env);
  const request = createSend(settings);
  const send: Send = (made, options) => request(made, options);
  const api: Record<string, unknown> = { ...bind(groups, send), request };
  for (const [group, more] of [...Object.entries(paging(send)), ...Object.entries(addresses(settings))])
    api[group] = Object.assign({}, api[group], more);
  // By construction: the bound groups, with iterators and addresses merged in, and request().
  return api as Api;
}

function createSend(settings: Settings): Api['request'] {
  const { clock } = settings;
  const call = createCaller(settings, (owner) => tokens[owner]);
  const tokens: Record<TokenOwner, Keeper> = {
    account: tokenKeeper(settings, call),
    component: componentKeeper(settings),
  };
  const tickets: Record<TicketType, Keeper> = {
    jsapi: ticketKeeper(settings, call, 'jsapi'),
    wx_card: ticketKeeper(settings, call, 'wx_card'),
  };

  return async <T>(request: ApiRequest<T>, given?: CallOptions): Promise<T> => {
    const options = checkOptions(given);
    const type = request.path === TICKET_PATH ? request.query?.type : undefined;
    if (type === 'jsapi' || type === 'wx_card') {
      const time = deadline(clock, options.timeout ?? settings.timeout, () => false, options.signal);
      try {
        const { value, expiresAt } = await unlessAborted(tickets[type].get(), time.signal);
        const expires_in = Math.max(0, Math.floor((expiresAt - clock.monotonic()) / 1000));
        // What this endpoint answers.
        return { ticket: value, expires_in } as T;
      } finally {
        time.close();
      }
    }
    // The request's type says what its answer is.
    return (await call(viaPlatform(request, settings), options)) as T;
  };
}
