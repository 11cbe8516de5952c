import type { NextFunction, Request } from 'express';
import { claimsCloudRun, isOfClient } from '../cloud-run';

// A name ends here, or goes on as a list would (`nonce[0]`), which is refused.
const SIGNATURE = /[?&]signature(?=[=&[%]|$)/;
const MSG_SIGNATURE = /[?&]msg_signature(?=[=&[%]|$)/;
const ENCRYPT_TYPE = /[?&]encrypt_type(?=[=&[%]|$)/;
const TIMESTAMP = /[?&]timestamp(?=[=&[%]|$)/;
const NONCE = /[?&]nonce(?=[=&[%]|$)/;
const ECHO = /[?&]echostr(?=[=&[%]|$)/;

/**
 * Where wechat() is mounted at a path, or called by a route, all that comes to it is ours. At the root of an app, and below its path, it shares addresses
 * with the app: there only what has the parameters of a push, or of a check of the address. A route that called us hands us a `next` of its own;
 * one that has ended is still on the request. Pushes of 微信云托管 have a header instead of parameters.
 */
export function isOurs(url: string, req: Request, next: NextFunction, isCloudRun: boolean): boolean {
  // Outside of Express there is no such thing as a mount.
  if ((url === '/' || url.startsWith('/?')) && req.baseUrl !== '') return true;
  if (req.route !== undefined && req.next !== next) return true;
  if (isCloudRun) return req.method === 'POST' && claimsCloudRun(req.headers) && !isOfClient(req.headers);
  // 企业微信 signs with a msg_signature alone; one that WeChat has sent, and that has lost its signature on the way, has an encrypt_type.
  const hasSignature = SIGNATURE.test(url) || (MSG_SIGNATURE.test(url) && ENCRYPT_TYPE.test(url));
  const isSigned = hasSignature && TIMESTAMP.test(url) && NONCE.test(url);
  return isSigned && (req.method === 'POST' || (/^(?:GET|HEAD)$/.test(req.method) && ECHO.test(url)));
}
