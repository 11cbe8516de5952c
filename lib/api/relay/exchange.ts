import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import { TransportError } from '../../errors';
import type { HttpResponse, Transport } from '../transport';
import { readRelayedResponse, type RelayedAnswer } from './relayed-answer';
import { seal, unseal } from '../../cipher';
import type { RelaySettings } from './settings';
import { hashOf, MAX_RELAYED_BYTES, RELAY_HEADER, writeClaim } from './signature';

/** A relay believes times that differ by so much from its own. */
export const MAX_SKEW_MS = 60_000;
/** The JSON around a file. */
const HEAD_BYTES = 64 * 1024;
const NONCE_BYTES = 16;

/** What a follower needs to ask its relay. */
export interface ExchangeOptions {
  readonly relay: RelaySettings;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly maxDownload: number;
}

/**
 * Asks a relay once.
 *
 * @throws {TransportError} There is no answer, or none that was made with the secret. `sent` is true when the
 * relay may have called.
 */
export async function exchange(
  question: Buffer,
  { relay, transport, clock, maxDownload }: ExchangeOptions,
  signal: AbortSignal,
): Promise<RelayedAnswer> {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const body = seal(relay.keys.request, nonce, question);
  if (body.length > MAX_RELAYED_BYTES)
    throw new TransportError(`A call through a relay has ${MAX_RELAYED_BYTES} bytes at most.`, {
      sent: false,
      reason: 'too-large',
    });
  const claim = {
    method: 'POST',
    path: relay.path,
    bodyHash: hashOf(body),
    bodyLength: String(body.length),
    timestamp: String(Math.round(clock.now())),
    nonce,
    follower: relay.follower,
  };
  const response = await transport({
    method: 'POST',
    url: relay.origin + relay.path,
    headers: {
      Accept: 'application/octet-stream',
      'User-Agent': 'offiaccount',
      'Content-Type': 'application/octet-stream',
      [RELAY_HEADER]: writeClaim(claim, relay.keys),
    },
    body,
    maxBytes: maxDownload + HEAD_BYTES,
    signal,
  });
  if (response.status !== 200) throw failure(response, relay, clock);
  const opened = unseal(relay.keys.answer, nonce, response.body);
  const answer = opened && readRelayedResponse(opened);
  if (answer === undefined)
    throw new TransportError(
      'The answer was not made by a relay with the same secret, or was changed on its way. Is "url" the address of relay(…)?',
      { sent: true, reason: 'answer' },
    );
  return answer;
}

function failure(
  { status, headers }: HttpResponse,
  { origin, path }: RelaySettings,
  clock: Clock,
): TransportError {
  const where = `The relay at ${origin}${path}`;
  const refused = (message: string) => new TransportError(message, { sent: false, reason: 'relay-refused' });
  if (status === 403) {
    const skew = clock.now() - Date.parse(headers.date ?? '');
    if (Math.abs(skew) >= MAX_SKEW_MS - 1000)
      return refused(
        `${where} refused the request: the clock of this machine is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} that of the relay, which allows ${MAX_SKEW_MS / 1000} s. Set the clocks by NTP.`,
      );
    return refused(
      `${where} refused the request: is "secret" the same on both sides, and "url" the address that production itself sees? The log of production says which.`,
    );
  }
  if (status === 413)
    return refused(`${where}, or a proxy before it, takes no body of this size (status 413).`);
  if (status >= 300 && status < 500 && status !== 408 && status !== 429)
    return refused(`There is no relay at ${origin}${path}: it answered with status ${status}.`);
  // A proxy in front of the relay does not say how far the request got.
  return new TransportError(`${where} answered with status ${status}.`, { sent: true, reason: 'status' });
}
