import type { Seen } from '../seen';
import type { Result } from './answer';
import type { Call } from './call';
import type { FakeAccount } from './fake-account';
import { anyObject, readFields } from './fields';
import type { Fields, Rules } from './fields';
import type { FormPart } from './multipart';
import { quotas } from './quota';
import { Refused } from './refused';
import { checkRights } from './rights';
import { tokens } from './tokens';

/** What endpoints know besides the call. */
export interface World {
  readonly accounts: readonly FakeAccount[];
  /** Pushes an event of the account once the answer is out. */
  readonly after: (account: FakeAccount, push: () => Promise<Seen>) => void;
  /** The failed call with that `rid`. */
  readonly failure: (rid: string) => object | undefined;
  /** Whether there is an endpoint at that path. */
  readonly knows: (path: string) => boolean;
}

/** An endpoint of the API. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  answer(call: Call, world: World): Result;
}

/** What an endpoint gets: the account whose token came with the call, and the fields its rules let through. */
export interface Asked<F> {
  readonly account: FakeAccount;
  readonly fields: F;
  readonly world: World;
  readonly call: Call;
}

interface Options {
  /** Calls a day. */
  readonly perDay?: number;
}

/** Makes endpoints that need an access token. `from` says where their fields are, `read` what else comes with the call. */
const maker =
  <X>(method: Endpoint['method'], from: (call: Call) => object, read: (call: Call) => X) =>
  <R extends Rules>(
    path: string,
    rules: R,
    run: (asked: Asked<Fields<R>> & X) => Result,
    { perDay }: Options = {},
  ): Endpoint => ({
    method,
    path,
    answer: (call, world) => {
      const account = authorised(call, world, perDay);
      return run({ account, world, call, fields: readFields(rules, from(call)), ...read(call) });
    },
  });

const queryOf = ({ query }: Call): object => query;
const nothing = (): object => ({});

/** An endpoint whose fields are in the query. */
export const get = maker('GET', queryOf, nothing);

/** An endpoint whose fields are in a JSON body. */
export const post = maker('POST', readJsonBody, nothing);

/** An endpoint that takes a form with a file, and fields in the query. */
export const upload = maker('POST', queryOf, (call) => ({ file: fileIn(call) }));

/** An endpoint that needs no access token; its fields are in the query, or in the body of a POST, or where `from` says. */
export const open = <R extends Rules>(
  method: Endpoint['method'],
  path: string,
  rules: R,
  run: (asked: Omit<Asked<Fields<R>>, 'account'>) => Result,
  from: (call: Call) => object = method === 'GET' ? queryOf : readJsonBody,
): Endpoint => ({
  method,
  path,
  answer: (call, world) => run({ world, call, fields: readFields(rules, from(call)) }),
});

/** The account that this token belongs to. */
function authorised({ query, path }: Call, { accounts }: World, perDay?: number): FakeAccount {
  const token = query.access_token ?? '';
  if (token === '') throw new Refused(41001);
  const account = accounts.find((each) => each.of(tokens).check(token));
  if (account === undefined) throw new Refused(40001);
  checkRights(account.kind(), path);
  account.of(quotas).use(path, perDay);
  return account;
}

function readJsonBody({ json, problem }: Call): object {
  if (problem !== undefined) throw new Refused(problem);
  return anyObject(json, 'body');
}

function fileIn({ parts }: Call): FormPart & { readonly filename: string } {
  const file = parts.find(({ name }) => name === 'media');
  const { filename } = file ?? {};
  if (file === undefined || filename === undefined || filename === '')
    throw new Refused(41005, 'the form needs a part "media" with a filename="…"');
  if (file.data.length === 0) throw new Refused(44001);
  return { ...file, filename };
}

/** The account with this AppID and AppSecret. */
export function accountOf(accounts: readonly FakeAccount[], appid: string, secret?: string): FakeAccount {
  const account = accounts.find((each) => each.appId === appid) ?? accounts.find((each) => each.appId === '');
  if (account === undefined) throw new Refused(40013);
  if (secret !== undefined && account.appSecret !== undefined && secret !== account.appSecret)
    throw new Refused(40125);
  return account;
}
