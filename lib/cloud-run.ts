import type { RefusalCode } from './refusals';

/** How far the inner network of 微信云托管 is trusted. */
export interface CloudRunTrust {
  /** Whether public access is switched off in the console, so that everything comes by the inner network. */
  readonly internalOnly: boolean;
}

/** A request that 微信云托管 has brought, by the headers that its gateway writes. */
export interface CloudRunRequest {
  /** AppID of the account, where the gateway says it. */
  readonly appId: string | undefined;
  /** The user whose request it is, where it is one's. */
  readonly openid: string | undefined;
  readonly unionid: string | undefined;
  /** The client has sent it itself, by `callContainer`. */
  readonly isOfClient: boolean;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the gateway writes about itself: where this is absent, the request is anybody's. */
const SOURCE = 'x-wx-source';
/** The address of a client that has called through `callContainer`. */
const CLIENT_ADDRESS = 'x-original-forwarded-for';
/** Headers by which a public gateway names the client, or itself. */
const PUBLIC = [
  'x-forwarded-for',
  'x-forwarded-host',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
] as const;

// Of a header that came twice, Node makes a list with commas.
const VALUE = /^[\w.:@+-]{1,128}$/;

/**
 * Whether the headers say that it came by the inner network. Anybody on the public network can say so as
 * well.
 */
export const claimsCloudRun = (headers: Headers): boolean => headers[SOURCE] !== undefined;

/** Whether a client has sent the request, by `callContainer`. */
export const isOfClient = (headers: Headers): boolean => headers[CLIENT_ADDRESS] !== undefined;

/** Whether the request came through a public gateway. */
export const isPublic = (headers: Headers, { internalOnly }: CloudRunTrust): boolean =>
  !internalOnly && PUBLIC.some((name) => headers[name] !== undefined);

/** Reads what the gateway has written, for an account; the code of a refusal, where it cannot be believed. */
export function readCloudRun(
  headers: Headers,
  account: string,
  trust: CloudRunTrust,
): CloudRunRequest | RefusalCode {
  if (isPublic(headers, trust)) return 'cloudrun-public';
  const values = new Map<string, string>();
  for (const name of [SOURCE, ...IDS]) {
    const value = headers[name];
    if (value === undefined) continue;
    // Accounts without a unionid may have an empty one.
    if (value === '' && name !== SOURCE) continue;
    if (typeof value !== 'string' || !VALUE.test(value)) return 'cloudrun-malformed';
    values.set(name, value);
  }
  if (!values.has(SOURCE)) return 'cloudrun-source';
  // Where an account uses the environment of another, that other one stands in the plain names.
  const prefix = IDS.some((name) => name.startsWith(BORROWED) && values.has(name)) ? BORROWED : OWN;
  const appId = values.get(`${prefix}appid`);
  if (appId !== undefined && appId !== account) return 'cloudrun-account';
  return {
    appId,
    openid: values.get(`${prefix}openid`),
    unionid: values.get(`${prefix}unionid`),
    isOfClient: isOfClient(headers),
  };
}

const OWN = 'x-wx-';
const BORROWED = 'x-wx-from-';
const IDS = [OWN, BORROWED].flatMap((prefix) => ['appid', 'openid', 'unionid'].map((id) => prefix + id));
