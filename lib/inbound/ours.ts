import type { NextFunction, Request } from 'express';
import { claimsCloudRun, isOfClient } from '../cloud-run';

// The name ends here, or continues like a list (`nonce[0]`), which is refused.
const SIGNATURE = /[?&]signature(?=[=&[%]|$)/;
const MSG_SIGNATURE = /[?&]msg_signature(?=[=&[%]|$)/;
const ENCRYPT_TYPE = /[?&]encrypt_type(?=[=&[%]|$)/;
const TIMESTAMP = /[?&]timestamp(?=[=&[%]|$)/;
const NONCE = /[?&]nonce(?=[=&[%]|$)/;
const ECHO = /[?&]echostr(?=[=&[%]|$)/;

/**
 * Tells whether a request is for us. If wechat() is mounted at a path, or a route calls it, every request is
 * ours. At the root of an app, and below its path, it shares addresses with the app. There a request is ours
 * only with the parameters of a push, or of a check of the address. A route that calls us passes its own
 * `next`; a route that has ended is still on the request. Pushes of 微信云托管 have a header instead of
 * parameters.
 */
export function isOurs(url: string, req: Request, next: NextFunction, isCloudRun: boolean): boolean {
  // Outside Express there is no mount.
  if ((url === '/' || url.startsWith('/?')) && req.baseUrl !== '') return true;
  if (req.route !== undefined && req.next !== next) return true;
  if (isCloudRun) return req.method === 'POST' && claimsCloudRun(req.headers) && !isOfClient(req.headers);
  // 企业微信 signs with a msg_signature only. A request of WeChat that has lost its signature on the way still
  // has an encrypt_type.
  const hasSignature = SIGNATURE.test(url) || (MSG_SIGNATURE.test(url) && ENCRYPT_TYPE.test(url));
  const isSigned = hasSignature && TIMESTAMP.test(url) && NONCE.test(url);
  return isSigned && (req.method === 'POST' || (/^(?:GET|HEAD)$/.test(req.method) && ECHO.test(url)));
}
