import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createServer } from 'offiaccount';
import type { WeChat } from 'offiaccount';

/** Serves a bot, says how it is, and ends without losing a message. */
export async function serve(wx: WeChat, port: number) {
  let isEnding = false;
  const app = express();
  app.use('/wechat', wx);
  app.get('/health', (_req, res) => void res.status(isEnding ? 503 : 200).json(wx.stats()));

  const server: Server = createServer(app).listen(port);
  await once(server, 'listening');

  async function close(): Promise<void> {
    isEnding = true;
    await wx.close(); // waits up to 10 s for the messages that are being answered
    server.close();
    server.closeAllConnections();
  }
  // A server that listens at a port has an address of this form.
  return { close, port: (server.address() as AddressInfo).port };
}

/** Docker, PM2 and systemd end a process by a signal. */
export function endOnSignal(close: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit()));
}
