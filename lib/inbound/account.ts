import type { Settings } from '../config';
import type { SignedParts } from './authenticate';
import { authenticateQuery } from './authenticate';
import { parsePush } from './parse';
import type { Push } from './parse';
import type { SignedQuery } from './query';
import { Unacceptable } from './refusal';

/** What one account makes of a request: proofs, or errors that say why there is none. */
export interface Account {
  readonly settings: Settings;
}

/** A request that an account has proven, on its way to that account's middleware. */
export interface Proven {
  readonly account: Account;
  readonly parts: SignedParts;
  /** Of a check of the address, there is none. */
  readonly push?: Push;
  readonly body?: string | object;
  /** When its request line arrived, monotonic. */
  readonly arrived: number;
}

/** Why an account does not believe a request. */
export interface Doubt {
  readonly account: Account;
  readonly error: Error;
}

/** Proves a query for each of the accounts that it may be for; all are tried. */
export function proveQuery(query: SignedQuery, accounts: readonly Account[], doubts: Doubt[]) {
  return accounts.flatMap((account) =>
    attempt(account, doubts, () => [{ account, parts: authenticateQuery(query, account.settings) }]),
  );
}

/** Proves a push for the first of the accounts that can. */
export function provePush(
  body: string | object,
  query: SignedQuery,
  proven: readonly { readonly account: Account; readonly parts: SignedParts }[],
  doubts: Doubt[],
): { account: Account; parts: SignedParts; push: Push } | undefined {
  for (const { account, parts } of proven) {
    const [push] = attempt(account, doubts, () => {
      if (typeof body === 'string' && Buffer.byteLength(body) > account.settings.bodyLimit)
        throw new Unacceptable(413, 'body-too-large');
      return [parsePush(body, query, parts, account.settings)];
    });
    if (push !== undefined) return { account, parts, push };
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
