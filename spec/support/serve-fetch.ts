import { Readable } from 'node:stream';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** Routes of fetch, as Next.js has them. */
export type Route = { GET(request: Request): Promise<Response>; POST(request: Request): Promise<Response> };

/** A server that has nothing but routes of fetch, as Next.js has them. */
export const serveFetch =
  (routes: Readonly<Record<string, Route>>, drained = false): RequestListener =>
  (req, res) => {
    void serve(routes, drained, req, res);
  };

async function serve(
  routes: Readonly<Record<string, Route>>,
  drained: boolean,
  req: IncomingMessage,
  res: ServerResponse,
) {
  const url = new URL(req.url ?? '/', 'http://shop.example.com');
  const route = routes[url.pathname];
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const request = new Request(url, {
    method: req.method ?? 'GET',
    headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
    signal: gone.signal,
    ...(req.method === 'POST' && { body: Readable.toWeb(req), duplex: 'half' }),
  });
  if (drained) await request.text();
  try {
    const response = await (req.method === 'POST' ? route?.POST(request) : route?.GET(request));
    res.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []));
    res.end(Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
  } catch {
    res.writeHead(500).end();
  }
}
