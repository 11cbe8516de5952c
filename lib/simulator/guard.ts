import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { RequestHandler } from 'express';
import { isForeignPage } from '../testing/api/foreign-page';
import { CommandError } from './command-error';
import type { ServerSettings } from './settings';

/** 128 bits, in front of the path of a page that does not listen on loopback. */
export const newPathToken = (): string => randomBytes(16).toString('hex');

const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    // Pages of the bot, each at an origin of its own.
    'frame-src http://127.0.0.1:*',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Headers of every answer. What a bot sends is shown, so nothing but the page's own files may run. */
export const harden: RequestHandler = (_req, res, next) => {
  res.set(HEADERS);
  next();
};

/**
 * Lets in only requests that ask for this server by a name of its own: a web page that gives its name this
 * machine's address (DNS rebinding) stays outside.
 */
export function checkHost({ host, isLoopback, allowedHosts }: ServerSettings): RequestHandler {
  const names = new Set(['localhost', host, ...allowedHosts].map((name) => name.toLowerCase()));
  if (!isLoopback) names.add(hostname().toLowerCase());
  return (req, _res, next) => {
    const name = nameOf(req.headers.host);
    const isOwn = names.has(name) || (isLoopback ? isLoopbackIp(name) : isIP(name) !== 0);
    next(isOwn ? undefined : CommandError.because('other-name'));
  };
}

const nameOf = (host = ''): string => {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
};

const isLoopbackIp = (name: string): boolean => /^127(?:\.\d+){3}$|^::1$/.test(name);

/**
 * Lets in only what the page itself asks for, or a program that is no browser: other web pages must not read
 * or command.
 */
export const checkOrigin: RequestHandler = (req, _res, next) =>
  next(isForeignPage(req.headers) ? CommandError.because('other-page') : undefined);
