import * as groups from '../api/groups';
import { paging } from '../api/paging';
import type { ApiRequest } from '../api/request';
import { property } from '../own';

/** A function of the API, as far as a relay must know it. */
export interface RelayedEndpoint {
  /** `user.getInfo`. */
  readonly name: string;
  /** How the client sends it; a follower has no say in that. */
  readonly options: SentAs;
}

type SentAs = Partial<Pick<ApiRequest, 'auth' | 'host' | 'tokenName' | 'safe' | 'answer'>>;

/**
 * What a relay never does, whatever it allows: these hand out credentials, or are those of a third-party
 * platform.
 */
const NEVER = /^(?:base\.get(?:Stable)?AccessToken|component\..+|oauth\..*[cC]omponent.*)$/;

export const isNeverRelayed = (name: string): boolean => NEVER.test(name);

/** The endpoints by method and path; several functions may share one. */
const endpoints = new Map<string, RelayedEndpoint[]>();
/** Names under which an endpoint may be allowed: of iterators, the function that gives a page. */
const names = new Map<string, string>();

function fill(): void {
  for (const [group, functions] of Object.entries(groups))
    for (const [method, make] of Object.entries(functions) as [string, Make][]) {
      const request = sample(make);
      if (request === undefined) continue;
      const name = `${group}.${method}`;
      const key = keyOf(request);
      endpoints.set(key, [...(endpoints.get(key) ?? []), { name, options: sentAs(request) }]);
      names.set(name, name);
    }
  fillIterators();
}

/** Only what is there: without it, the usual counts. */
const sentAs = ({ auth, host, tokenName, safe, answer }: ApiRequest): SentAs => ({
  ...(auth !== undefined && { auth }),
  ...(host !== undefined && { host }),
  ...(tokenName !== undefined && { tokenName }),
  ...(safe !== undefined && { safe }),
  ...(answer !== undefined && { answer }),
});

/** An iterator asks for its first page as soon as it is asked for an item. */
function fillIterators(): void {
  let seen: ApiRequest | undefined;
  const lists = paging((request) => {
    seen = request;
    return new Promise<never>(() => undefined);
  });
  for (const [group, functions] of Object.entries(lists))
    for (const [method, list] of Object.entries(functions) as [string, Make][]) {
      const items = list(...([{}] as never[]));
      if (typeof items !== 'object' || items === null || !(Symbol.asyncIterator in items)) continue;
      void (items as AsyncGenerator).next();
      const [page] = seen === undefined ? [] : (endpoints.get(keyOf(seen)) ?? []);
      if (page !== undefined) names.set(`${group}.${method}`, page.name);
    }
}

type Make = (...args: never[]) => unknown;

/** What a function makes of arguments that fit: the path does not depend on them. */
function sample(make: Make): ApiRequest | undefined {
  for (const argument of ['x', {}]) {
    try {
      const made = make(...(Array<unknown>(make.length).fill(argument) as never[]));
      return property(made, 'path') === undefined ? undefined : (made as ApiRequest);
    } catch {
      // It looks into its argument, which is an object then.
    }
  }
  return undefined;
}

const keyOf = ({ method, path }: ApiRequest): string => `${method} ${path}`;

/** All names, each with the one of the function that makes the request. */
export function knownNames(): ReadonlyMap<string, string> {
  if (names.size === 0) fill();
  return names;
}

/** What tells the functions apart that share a path. */
const APART: Readonly<Record<string, (request: ApiRequest, name: string) => boolean>> = {
  // What is not known to be temporary counts as permanent, of which an account has 100,000.
  '/cgi-bin/qrcode/create': ({ json }, name) => {
    const isTemporary = /^QR_(?:STR_)?SCENE$/.test(String(property(json, 'action_name')));
    return name === 'qrcode.create' || name === `qrcode.create${isTemporary ? 'Temporary' : 'Permanent'}`;
  },
  '/card/invoice/setbizattr': ({ query }, name) => {
    const action = String(query?.action).split('_');
    return name.toLowerCase() === `invoice.${action.join('').toLowerCase()}`;
  },
};

/** The functions that make such a request; none for what the API of this package does not have. */
export function endpointsOf(request: ApiRequest): readonly RelayedEndpoint[] {
  if (endpoints.size === 0) fill();
  const all = endpoints.get(keyOf(request)) ?? [];
  const fits = Object.hasOwn(APART, request.path) ? APART[request.path] : undefined;
  return fits === undefined ? all : all.filter(({ name }) => fits(request, name));
}
