import type { RidRequest } from '../../api/types';
import type { Seen } from '../seen';
import type { EndpointResult } from './answer';
import type { IncomingCall } from './call';
import type { FakeAccount } from './fake-account';
import { anyObject, readFields } from './fields';
import type { Fields, Rules } from './fields';
import type { FormPart } from './multipart';
import type { TakeNote } from './notes';
import type { CallName, Played } from './played';
import { platforms } from './platform';
import { quotas } from './quota';
import { ApiRefusalError } from './api-refusal-error';
import { checkRights } from './rights';
import { tokens } from './tokens';

/** What endpoints know besides the call. */
export interface EndpointContext {
  readonly accounts: readonly FakeAccount[];
  /** Whose access token that is: an account's, or a platform's. */
  readonly ownerOf: (token: string) => FakeAccount | undefined;
  /** Pushes an event of the account once the answer is out. */
  readonly after: (account: FakeAccount, push: () => Promise<Seen | undefined>) => void;
  /** Takes a note on this call. */
  readonly note: TakeNote;
  /** The failed call with that `rid`. */
  readonly failure: (rid: string) => RidRequest | undefined;
  /** Whether there is an endpoint at that path. */
  readonly knows: (path: string) => boolean;
}

/** An endpoint of the API. */
export interface Endpoint {
  /** The function of the client that it plays, if there is one. */
  readonly plays?: CallName;
  readonly method: 'GET' | 'POST';
  /** Its path; where one path does several things, with the part of the query that says which. */
  readonly path: string;
  answer(call: IncomingCall, context: EndpointContext): EndpointResult;
}

/**
 * What an endpoint gets: the account whose token came with the call, and the fields its rules let through.
 */
export interface EndpointInput<F> {
  readonly account: FakeAccount;
  readonly fields: F;
  readonly context: EndpointContext;
  readonly call: IncomingCall;
}

interface Options {
  /** Calls a day. */
  readonly perDay?: number;
  /** The code of one call more; default 45009. */
  readonly usedUp?: number;
  /** Name of the part of a form that is the file; default `media`. */
  readonly part?: string;
}

/**
 * Makes endpoints that need an access token. `from` says where their fields are, `read` what else comes with
 * the call.
 */
const endpointFactory =
  <X>(
    method: Endpoint['method'],
    from: (call: IncomingCall) => object,
    read: (call: IncomingCall, options: Options) => X,
  ) =>
  <R extends Rules>(
    plays: CallName,
    path: string,
    rules: R,
    run: (asked: EndpointInput<Fields<R>> & X) => EndpointResult,
    options: Options = {},
  ): Endpoint => ({
    plays,
    method,
    path,
    answer: (call, context) => {
      const account = authorised(call, context, options);
      const fields = readFields(rules, from(call), '', context.note);
      return run({ account, context, call, fields, ...read(call, options) });
    },
  });

/** The same, of which the compiler makes sure that they answer what the client's function promises. */
type Checked<X> = <N extends CallName, R extends Rules, const T>(
  plays: N,
  path: string,
  rules: R,
  run: (asked: EndpointInput<Fields<R>> & X) => Played<N, T>,
  options?: Options,
) => Endpoint;

const queryOf = ({ query }: IncomingCall): object => query;
const nothing = (): object => ({});

/** An endpoint whose fields are in the query. */
export const get: Checked<object> = endpointFactory('GET', queryOf, nothing);

/** An endpoint whose fields are in a JSON body. */
export const post: Checked<object> = endpointFactory('POST', readJsonBody, nothing);

/** A `post` whose maker checks what it answers. */
export const postUnchecked = endpointFactory('POST', readJsonBody, nothing);

/** An endpoint by POST whose fields are in the query; its body, if there is one, is not looked at. */
export const postQuery: Checked<object> = endpointFactory('POST', queryOf, nothing);

/** A `postQuery` whose maker checks what it answers. */
export const postQueryUnchecked = endpointFactory('POST', queryOf, nothing);

/** An endpoint that takes a form with a file, and fields in the query. */
export const upload: Checked<{ readonly file: NamedPart }> = endpointFactory(
  'POST',
  queryOf,
  (call, { part }) => ({
    file: fileIn(call, part),
  }),
);

/** An `open` whose maker checks what it answers. */
export const publicEndpointUnchecked = <R extends Rules>(
  plays: CallName,
  method: Endpoint['method'],
  path: string,
  rules: R,
  run: (asked: Omit<EndpointInput<Fields<R>>, 'account'>) => EndpointResult,
  from: (call: IncomingCall) => object = method === 'GET' ? queryOf : readJsonBody,
): Endpoint => ({
  plays,
  method,
  path,
  answer: (call, context) => run({ context, call, fields: readFields(rules, from(call), '', context.note) }),
});

/**
 * An endpoint that needs no access token; its fields are in the query, or in the body of a POST, or where
 * `from` says.
 */
export const publicEndpoint: <N extends CallName, R extends Rules, const T>(
  plays: N,
  method: Endpoint['method'],
  path: string,
  rules: R,
  run: (asked: Omit<EndpointInput<Fields<R>>, 'account'>) => Played<N, T>,
  from?: (call: IncomingCall) => object,
) => Endpoint = publicEndpointUnchecked;

/** The calls of accounts that platforms make with their own token as well. */
const PLATFORMS_TOO = /^\/cgi-bin\/(?:getcallbackip|get_api_domain_ip|openapi\/.+)$/;

/** The account that this token belongs to. */
function authorised(
  { query, path, ip }: IncomingCall,
  context: EndpointContext,
  options: Options,
): FakeAccount {
  const token = query.access_token ?? '';
  if (token === '') throw new ApiRefusalError(41001);
  const account = callerOf(token, path, ip, context);
  account.part(quotas).use(path, options.perDay, options.usedUp);
  return account;
}

function callerOf(
  token: string,
  path: string,
  ip: string,
  { accounts, ownerOf }: EndpointContext,
): FakeAccount {
  const owner = ownerOf(token);
  if (owner === undefined) throw new ApiRefusalError(40001);
  const found = owner.part(tokens).check(token);
  if (found === undefined) {
    // It is the token of a platform.
    owner.part(platforms).check(token);
    if (!PLATFORMS_TOO.test(path)) throw new ApiRefusalError(61015);
    owner.part(platforms).checkAddress(ip);
    return owner;
  }
  if (typeof found.kind === 'object') checkPlatform(found.kind.platform, owner, path, ip, accounts);
  checkRights(owner.kind(), path);
  return owner;
}

/** Whether that platform may call from there, and was granted what the call takes. */
function checkPlatform(
  componentAppId: string,
  account: FakeAccount,
  path: string,
  ip: string,
  accounts: readonly FakeAccount[],
): void {
  const platform = accounts.find(({ appId }) => appId === componentAppId);
  // Its simulator has been closed.
  if (platform === undefined) throw new ApiRefusalError(61003);
  platform.part(platforms).checkAddress(ip);
  platform.part(platforms).allowed(account.appId, path);
}

function readJsonBody({ json, problem }: IncomingCall): object {
  if (problem !== undefined) throw new ApiRefusalError(problem);
  return anyObject(json, 'body');
}

/** A file of a form. */
export type NamedPart = FormPart & { readonly filename: string };

/** The file that is the part of that name. */
export function fileIn({ parts }: IncomingCall, part = 'media'): NamedPart {
  const file = parts.find(({ name }) => name === part);
  const { filename } = file ?? {};
  if (file === undefined || filename === undefined || filename === '')
    throw new ApiRefusalError(41005, `the form needs a part "${part}" with a filename="…"`);
  if (file.data.length === 0) throw new ApiRefusalError(44001);
  return { ...file, filename };
}

/** The account with this AppID and AppSecret. */
export function accountOf(accounts: readonly FakeAccount[], appid: string, secret?: string): FakeAccount {
  const account = accounts.find((each) => each.appId === appid) ?? accounts.find((each) => each.appId === '');
  if (account === undefined) throw new ApiRefusalError(40013);
  if (secret !== undefined && account.appSecret !== undefined && secret !== account.appSecret)
    throw new ApiRefusalError(40125);
  return account;
}
