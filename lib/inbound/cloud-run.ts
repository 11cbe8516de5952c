import type { IncomingMessage } from 'node:http';
import { isPublic, readCloudRun } from '../cloud-run';
import type { CloudRunTrust } from '../cloud-run';
import type { Settings } from '../config';
import { unproven } from '../errors';
import { property } from '../own';
import type { SignedParts } from './authenticate';

/** The largest body of the check that the console of 微信云托管 sends. */
const MAX_CHECK_BYTES = 256;

/** The facts that a request of 微信云托管's inner network claims. */
export interface CloudRunParts extends SignedParts {
  /** The user whom the gateway names. A message of another user is then refused. */
  readonly sender: string | undefined;
  /** Nothing is proven. It may be the check of the container, which has no effect. */
  readonly isUnproven: boolean;
}

/**
 * Checks how a push without a signature was delivered.
 *
 * @throws {SignatureError} It did not come through the inner network of 微信云托管, or a client has sent it.
 */
export function authenticateCloudRun(
  req: IncomingMessage,
  trust: CloudRunTrust,
  { appId, clock }: Settings,
): CloudRunParts {
  const { method, headers } = req;
  if (method === 'GET' || method === 'HEAD') throw unproven('cloudrun-check');
  const nothing = { timestamp: String(Math.floor(clock.now() / 1000)), nonce: '' };
  const found = readCloudRun(headers, appId, trust);
  if (typeof found !== 'string') {
    if (found.isOfClient) throw unproven('cloudrun-client');
    return { ...nothing, sender: found.openid, isUnproven: false };
  }
  // It is not documented whether the check of the container has this header.
  const length = Number(headers['content-length'] ?? NaN);
  if (found !== 'cloudrun-source' || isPublic(headers, trust) || !(length <= MAX_CHECK_BYTES))
    throw unproven(found);
  return { ...nothing, sender: undefined, isUnproven: true };
}

const CHECK = 'CheckContainerPath';
const XML_CHECK =
  /^\ufeff?\s*<xml>\s*<action>\s*(?:<!\[CDATA\[)?CheckContainerPath(?:\]\]>)?\s*<\/action>\s*<\/xml>\s*$/;

/** Tells whether a body is the check that the console sends when a path for pushes is saved. */
export function isContainerCheck(body: string | object): boolean {
  if (typeof body === 'object')
    return [property(body, 'action'), property(property(body, 'xml'), 'action')].flat().includes(CHECK);
  if (Buffer.byteLength(body) > MAX_CHECK_BYTES) return false;
  if (XML_CHECK.test(body)) return true;
  try {
    return property(JSON.parse(body), 'action') === CHECK;
  } catch {
    return false;
  }
}
