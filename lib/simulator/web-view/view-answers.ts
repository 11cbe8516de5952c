import type { IncomingMessage, ServerResponse } from 'node:http';
import { OWN } from './rewrite';

const MAX_BODY = 20 * 1024 * 1024;

/** A page with the script of the web view before its own. */
export const withScript = (text: string): string => {
  const tag = `<script src="${OWN}/view.js"></script>`;
  const head = /<head\b[^>]*>|<html\b[^>]*>|<!doctype[^>]*>/i;
  return head.test(text)
    ? text.replace(/<head\b[^>]*>/i.test(text) ? /<head\b[^>]*>/i : head, (found) => found + tag)
    : tag + text;
};

/** Leads on; nothing keeps it. */
export const redirect = (res: ServerResponse, location: string, status = 302): void =>
  void res.writeHead(status, { location, 'cache-control': 'no-store' }).end();

/** Answers with a page of WeChat's. */
export const html = (res: ServerResponse, status: number, body: string): void =>
  void res
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(body);

/** Answers with a script of the web view. */
export const script = (res: ServerResponse, body: string): void =>
  void res
    .writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' })
    .end(body);

/** What a page sends. */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    if ((size += chunk.length) > MAX_BODY) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
