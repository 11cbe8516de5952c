import express from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tellStories } from '../support/stories';
import { fromNode } from '../support/node-modules';

type Handler = (event: object, context: object) => Promise<Answer>;
interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const loaded = fromNode('serverless-http');
const serverless = (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as (
  app: express.Express,
) => Handler;

interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The events that gateways make of a request. */
const EVENTS = {
  // As gateways do it with what they do not take for text.
  '2.0': ({ method, path, query, headers, body }: Received) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: { http: { method, path, sourceIp: '127.0.0.1' } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  }),
  '1.0': ({ method, path, query, headers, body }: Received) => {
    const parameters = new URLSearchParams(query);
    const names = [...new Set(parameters.keys())];
    return {
      version: '1.0',
      httpMethod: method,
      path,
      multiValueQueryStringParameters: Object.fromEntries(
        names.map((name) => [name, parameters.getAll(name)]),
      ),
      queryStringParameters: Object.fromEntries(parameters),
      headers,
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
      body: body.toString(),
      isBase64Encoded: false,
    };
  },
} as const;

/** A gateway in front of a function: it knows nothing of connections, and WeChat's end is not told to it. */
async function invoke(
  handler: Handler,
  version: keyof typeof EVENTS,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  await new Promise((resolve) => req.once('end', resolve));
  const [path = '/', query = ''] = (req.url ?? '/').split('?');
  const { method = 'GET', headers: sent } = req;
  const event = EVENTS[version]({ method, path, query, headers: sent, body: Buffer.concat(chunks) });
  const { statusCode, headers, body, isBase64Encoded } = await handler(event, {});
  res.writeHead(statusCode, headers);
  res.end(Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'));
}

for (const version of ['2.0', '1.0'] as const)
  tellStories({
    name: `AWS Lambda by serverless-http, with events of version ${version}`,
    readsFirst: true,
    start: async (accounts) => {
      const app = express();
      for (const [path, wx] of Object.entries(accounts)) app.use(path, wx);
      const handler = serverless(app);
      return Promise.resolve({
        listener: (req, res) => void invoke(handler, version, req, res).catch(() => res.destroy()),
      });
    },
  });
