import type { IncomingMessage } from 'node:http';
import { isPublic, readCloudRun } from '../cloud-run';
import type { CloudRunTrust } from '../cloud-run';
import type { Settings } from '../config';
import { unproven } from '../errors';
import { property } from '../own';
import type { SignedParts } from './authenticate';

/** Largest body of the check that the console of 微信云托管 makes. */
const MAX_CHECK_BYTES = 256;

/** What a request of 微信云托管's inner network claims. */
export interface CloudRunParts extends SignedParts {
  /** Whom the gateway names: then no message of somebody else is believed. */
  readonly sender: string | undefined;
  /** Nothing is proven. It may be the check of the container, which does nothing. */
  readonly isUnproven: boolean;
}

/**
 * Looks at what brought a push without a signature.
 *
 * @throws {SignatureError} It did not come by the inner network of 微信云托管, or a client has sent it.
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
  // Whether the check of the container has the header is not documented.
  const length = Number(headers['content-length'] ?? NaN);
  if (found !== 'cloudrun-source' || isPublic(headers, trust) || !(length <= MAX_CHECK_BYTES))
    throw unproven(found);
  return { ...nothing, sender: undefined, isUnproven: true };
}

const CHECK = 'CheckContainerPath';
const XML_CHECK =
  /^\ufeff?\s*<xml>\s*<action>\s*(?:<!\[CDATA\[)?CheckContainerPath(?:\]\]>)?\s*<\/action>\s*<\/xml>\s*$/;

/** Whether a body is the check that the console makes when a path for pushes is saved. */
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
