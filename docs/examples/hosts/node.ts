import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { wx } from './bot';

/** A handler of Express that takes requests of Node, which is all that wechat() uses. */
const receive = (req: IncomingMessage, res: ServerResponse): void =>
  void wx(req as Request, res as Response, (error?: unknown) => {
    res.writeHead(error === undefined ? 404 : 500).end();
  });

export const server = createServer(receive);
