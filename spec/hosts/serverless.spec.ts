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

/** A gateway in front of a function: it knows nothing of connections, and WeChat's end is not told to it. */
async function invoke(handler: Handler, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  await new Promise((resolve) => req.once('end', resolve));
  const [rawPath = '/', rawQueryString = ''] = (req.url ?? '/').split('?');
  const { statusCode, headers, body, isBase64Encoded } = await handler(
    {
      version: '2.0',
      rawPath,
      rawQueryString,
      headers: req.headers,
      requestContext: { http: { method: req.method, path: rawPath, sourceIp: '127.0.0.1' } },
      // As gateways do it with what they do not take for text.
      body: Buffer.concat(chunks).toString('base64'),
      isBase64Encoded: true,
    },
    {},
  );
  res.writeHead(statusCode, headers);
  res.end(Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'));
}

tellStories({
  name: 'AWS Lambda by serverless-http',
  readsFirst: true,
  start: async (accounts) => {
    const app = express();
    for (const [path, wx] of Object.entries(accounts)) app.use(path, wx);
    const handler = serverless(app);
    return Promise.resolve({
      listener: (req, res) => void invoke(handler, req, res).catch(() => res.destroy()),
    });
  },
});
