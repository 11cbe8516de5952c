import type { IncomingMessage } from 'node:http';
import type { Settings } from '../config';
import type { SignedParts } from './authenticate';
import { authenticateQuery } from './authenticate';
import { authenticateCloudRun } from './cloud-run';
import type { CloudRunParts } from './cloud-run';
import { decryptBody } from './decrypt';
import { parseContent } from './parse';
import type { Content } from './parse';
import type { SignedQuery } from './query';
import { Unacceptable } from './refusal';

/** How one account checks a request: the result is a proof, or an error with the reason. */
export interface Account {
  readonly settings: Settings;
}

/** A request that an account has proven, and that goes on to that account's middleware. */
export interface Proven {
  readonly account: Account;
  readonly parts: SignedParts;
  /** A check of the address has no content. */
  readonly content?: Content;
  readonly body?: string | object;
  /** When the request line arrived, by the monotonic clock. */
  readonly arrived: number;
}

/** Why an account does not accept a request. */
export interface Doubt {
  readonly account: Account;
  readonly error: Error;
}

/**
 * Proves the origin of a request from its head: by its signature or, if so set, by the network that delivers
 * it.
 */
export const authenticate = (
  query: SignedQuery,
  req: IncomingMessage,
  settings: Settings,
): SignedParts | CloudRunParts =>
  settings.cloudRun === undefined
    ? authenticateQuery(query, settings)
    : authenticateCloudRun(req, settings.cloudRun, settings);

/** Proves a query for each of the accounts that share the address. All of them are tried. */
export function proveQuery(
  query: SignedQuery,
  req: IncomingMessage,
  accounts: readonly Account[],
  doubts: Doubt[],
) {
  return accounts.flatMap((account) =>
    attempt(account, doubts, () => [{ account, parts: authenticate(query, req, account.settings) }]),
  );
}

/** Proves a push for the first account that can. */
export function provePush(
  body: string | object,
  query: SignedQuery,
  proven: readonly { readonly account: Account; readonly parts: SignedParts }[],
  doubts: Doubt[],
): { account: Account; parts: SignedParts; content: Content } | undefined {
  for (const { account, parts } of proven) {
    const [content] = attempt(account, doubts, () => {
      if (typeof body === 'string' && Buffer.byteLength(body) > account.settings.bodyLimit)
        throw new Unacceptable(413, 'body-too-large');
      const clear = decryptBody(body, query, parts, account.settings);
      return [parseContent(clear, parts, account.settings)];
    });
    if (content !== undefined) return { account, parts, content };
  }
  return undefined;
}

function attempt<T>(account: Account, doubts: Doubt[], prove: () => T[]): T[] {
  try {
    return prove();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    doubts.push({ account, error });
    return [];
  }
}
