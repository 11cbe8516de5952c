import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request the fake has read. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly raw: Buffer;
}

/** What the fake does with one request. */
export type Behaviour =
  | { json: unknown; status?: number; headers?: Record<string, string> }
  | { text: string | Buffer; status?: number; headers?: Record<string, string> }
  | 'hang'
  | 'drip'
  | 'reset-after-request'
  | 'reset-during-answer'
  | 'endless'
  | ((seen: SeenRequest) => Behaviour | Promise<Behaviour>);

export interface FakeWeChat {
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** Requests on a path. */
  count(path: string): number;
  /** What is to happen to the next requests on a path, one after the other; the last one stays if `always`. */
  on(path: string, ...behaviours: Behaviour[]): void;
  always(path: string, behaviour: Behaviour): void;
  /** Ends the token, as another program would. */
  revoke(): void;
  /** Tokens WeChat accepts now. */
  valid(): string[];
  /** Token fetches so far. */
  fetches(): number;
  refused(): number;
  /** Asked in vain until now: TCP connections. */
  connections(): number;
  dropIdle(): void;
  close(): Promise<void>;
}

export interface FakeOptions {
  /** Seconds a token lives. */
  life?: number;
  /** `/cgi-bin/token`: whether the former token goes on for a while. */
  overlap?: boolean;
  appSecret?: string;
  /** Milliseconds a token request takes. */
  tokenDelay?: number;
  port?: number;
  /** What time it is for the lives of tokens. */
  now?: () => number;
}

export const TOKEN_PATHS = ['/cgi-bin/token', '/cgi-bin/stable_token'] as const;

/** WeChat's API on loopback: tokens that rotate, and any trouble on demand. */
export async function fakeWeChat(options: FakeOptions = {}): Promise<FakeWeChat> {
  const {
    life = 7200,
    overlap = false,
    appSecret = 'canary-app-secret',
    tokenDelay = 0,
    now = Date.now,
  } = options;
  const seen: SeenRequest[] = [];
  const scripts = new Map<string, Behaviour[]>();
  const standing = new Map<string, Behaviour>();
  const sockets = new Set<Socket>();
  const alive: { token: string; stable: boolean; until: number }[] = [];
  let serial = 0;
  let refused = 0;
  let fetches = 0;
  let connections = 0;

  const isValid = (token: string | undefined) => alive.some((t) => t.token === token && t.until > now());

  const issue = (request: SeenRequest): Behaviour => {
    fetches++;
    const stable = request.path === '/cgi-bin/stable_token';
    const given = stable ? (JSON.parse(request.body) as Record<string, unknown>) : request.query;
    if (given.secret !== appSecret)
      return { json: { errcode: 40125, errmsg: `invalid appsecret ${String(given.secret)}` } };
    const current = alive.find((t) => t.stable === stable && t.until > now());
    // The same until its last part, in which a second one is made and both are good.
    if (stable && current && given.force_refresh !== true) {
      const left = current.until - now();
      const newest = alive.filter((t) => t.stable && t.until > now()).at(-1);
      if (left > Math.min(300_000, (life * 1000) / 4)) return answer(current);
      if (newest && newest !== current) return answer(newest);
    } else {
      for (const t of alive)
        if (t.stable === stable) t.until = Math.min(t.until, overlap ? now() + 300_000 : 0);
    }
    const fresh = { token: `canary-token-${++serial}`, stable, until: now() + life * 1000 };
    alive.push(fresh);
    return answer(fresh);
  };
  const answer = (t: { token: string; until: number }): Behaviour => ({
    json: { access_token: t.token, expires_in: Math.max(1, Math.round((t.until - now()) / 1000)) },
  });

  const usual = async (request: SeenRequest): Promise<Behaviour> => {
    if (TOKEN_PATHS.some((path) => path === request.path)) {
      if (tokenDelay) await new Promise((resolve) => setTimeout(resolve, tokenDelay));
      return issue(request);
    }
    if (!isValid(request.query.access_token)) {
      refused++;
      return {
        json: {
          errcode: 40001,
          errmsg: 'invalid credential, access_token is invalid or not latest rid: 65a1b2c3-0aaabbbb-1cccdddd',
        },
      };
    }
    if (request.path === '/cgi-bin/ticket/getticket') {
      return { json: { errcode: 0, errmsg: 'ok', ticket: `canary-ticket-${++serial}`, expires_in: 7200 } };
    }
    return { json: { errcode: 0, errmsg: 'ok' } };
  };

  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = new URL(req.url ?? '/', 'http://fake');
      const raw = Buffer.concat(chunks);
      const request = {
        method: req.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: req.headers,
        body: raw.toString(),
        raw,
      };
      seen.push(request);
      const next = scripts.get(url.pathname)?.shift() ?? standing.get(url.pathname) ?? usual;
      void play(next, request, res);
    });
  });
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  // A TCP server that listens has an address object.
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    count: (path) => seen.filter((request) => request.path === path).length,
    on: (path, ...behaviours) => void scripts.set(path, [...(scripts.get(path) ?? []), ...behaviours]),
    always: (path, behaviour) => void standing.set(path, behaviour),
    revoke: () => void alive.splice(0),
    valid: () => alive.filter((t) => t.until > now()).map((t) => t.token),
    fetches: () => fetches,
    refused: () => refused,
    connections: () => connections,
    dropIdle: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function play(behaviour: Behaviour, request: SeenRequest, res: ServerResponse): Promise<void> {
  if (typeof behaviour === 'function') return play(await behaviour(request), request, res);
  switch (behaviour) {
    case 'hang':
      return;
    case 'reset-after-request':
      res.socket?.resetAndDestroy();
      return;
    case 'reset-during-answer':
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      res.write('{"errcode":0,', () => setTimeout(() => res.socket?.resetAndDestroy(), 5));
      return;
    case 'drip': {
      res.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
      return;
    }
    case 'endless': {
      res.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const push = () => {
        while (!res.destroyed && res.write(chunk));
      };
      res.on('drain', push);
      push();
      return;
    }
    default: {
      const body = 'json' in behaviour ? JSON.stringify(behaviour.json) : behaviour.text;
      const type = 'json' in behaviour ? 'application/json; encoding=utf-8' : 'text/html';
      res.writeHead(behaviour.status ?? 200, { 'content-type': type, ...behaviour.headers });
      res.end(body);
    }
  }
}
