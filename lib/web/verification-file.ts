import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import { verificationTextOf } from '../verification-file-name';

/**
 * Serves the file by which WeChat verifies that a domain is yours (网页授权域名, JS接口安全域名):
 * `app.use(verificationFile('MP_verify_….txt'))`. Its content is the 16 characters in its name. It is served
 * at the root, and no other file is.
 *
 * @example
 * app.use(verificationFile(['MP_verify_0123456789abcdef.txt', 'MP_verify_fedcba9876543210.txt']));
 *
 * @throws {ConfigError} A name does not have the form of such a file.
 */
export function verificationFile(names: string | readonly string[]): RequestHandler {
  const files = new Map<string, string>();
  for (const name of [names].flat() as readonly unknown[]) {
    const content = verificationTextOf(name);
    if (content === undefined)
      throw new ConfigError(
        'verificationFile() takes the name of the file that the WeChat console offers, such as MP_verify_0123456789abcdef.txt; or a list of them.',
      );
    files.set(`/${String(name)}`, content);
  }
  if (files.size === 0) throw new ConfigError('verificationFile() needs the name of a file.');

  return (req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    const [path = ''] = req.originalUrl.split('?', 1);
    const content = isRead ? files.get(path) : undefined;
    if (content === undefined) {
      next();
      return;
    }
    res.setHeader('Content-Type', 'text/plain; charset=utf-8');
    res.setHeader('Content-Length', content.length);
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.statusCode = 200;
    res.end(req.method === 'HEAD' ? undefined : content);
  };
}
