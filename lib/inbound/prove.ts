import type { Request } from 'express';
import { DecryptError, ParseError, SignatureError } from '../errors';
import { authenticate, proveQuery, provePush } from './account';
import type { Account, Doubt, Proven } from './account';
import { readBody } from './body';
import type { Deadlines } from './deadlines';
import { decryptBody } from './decrypt';
import { accountsAfter } from './neighbours';
import { parseContent } from './parse';
import { readQuery } from './query';
import type { SignedQuery } from './query';
import { Doubts, Unacceptable } from './refusal';

/** The longest time for a body to arrive. WeChat sends it together with the headers. */
const BODY_WITHIN_MS = 3000;

/** The parts of a request that were read. */
interface Sent {
  readonly body: string | object | undefined;
  readonly arrived: number;
}

/** Proves requests for an account, or for another one at the same address. */
export function createProof(account: Account, deadlines: Deadlines) {
  const { settings } = account;

  /** The first stages of a request. The last one turns its body into a message. */
  async function prove(req: Request, url: string, arrived: number): Promise<Proven> {
    const { method } = req;
    const isPush = method === 'POST';
    if (!isPush && method !== 'GET' && method !== 'HEAD') throw new Unacceptable(405, 'method');
    const query = readQuery(url);
    let body: string | object | undefined;
    try {
      const parts = authenticate(query, req, settings);
      if (!isPush) return { account, parts, arrived };
      let isShared = false as boolean;
      // A body that is too large for this account may be allowed for another one at the address, and can be
      // read only once.
      const otherLimit = (): number => {
        isShared = true;
        return largestLimit(proveQuery(query, req, accountsAfter(account, req), []));
      };
      body = await readBody(req, {
        ...{ limit: settings.bodyLimit, otherLimit, by: arrived + BODY_WITHIN_MS, deadlines },
      });
      if (isShared && typeof body === 'string' && Buffer.byteLength(body) > settings.bodyLimit)
        throw new Unacceptable(413, 'body-too-large');
      const clear = decryptBody(body, query, parts, settings);
      const content = parseContent(clear, parts, settings);
      return { account, parts, content, body, arrived };
    } catch (error) {
      const others = isDoubt(error, body) ? accountsAfter(account, req) : [];
      if (others.length === 0) throw error;
      return await proveForOthers(req, query, others, { account, error: error as Error }, { body, arrived });
    }
  }

  async function proveForOthers(
    req: Request,
    query: SignedQuery,
    others: readonly Account[],
    own: Doubt,
    { body, arrived }: Sent,
  ): Promise<Proven> {
    const doubts = [own];
    const proven = proveQuery(query, req, others, doubts);
    const [first] = proven;
    if (first === undefined) throw new Doubts(doubts);
    if (req.method !== 'POST') return { ...first, arrived };
    const limit = largestLimit(proven);
    const sent = body ?? (await readBody(req, { limit, by: arrived + BODY_WITHIN_MS, deadlines }));
    const found = provePush(sent, query, proven, doubts);
    if (found === undefined) throw new Doubts(doubts);
    // So that other body parsers in between skip it.
    if (typeof sent === 'string') Object.assign(req, { _body: true, body: sent, rawBody: sent });
    return { ...found, body: sent, arrived };
  }

  return prove;
}

const largestLimit = (proven: readonly { readonly account: Account }[]): number =>
  Math.max(0, ...proven.map(({ account }) => account.settings.bodyLimit));

/**
 * Tells whether another account may accept the request. A body that is too large must have been read for
 * that.
 */
const isDoubt = (error: unknown, body: unknown): boolean =>
  error instanceof SignatureError ||
  error instanceof DecryptError ||
  error instanceof ParseError ||
  (error instanceof Unacceptable && error.status === 413 && body !== undefined);
