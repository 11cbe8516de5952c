import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { simulate } from '../testing';
import type { RunningSimulator, SimulatorOptions } from './settings';

/**
 * Starts the offline WeChat: the page to talk to a bot, and the API for it.
 *
 * @throws {ConfigError} A setting is missing or not possible. The message never holds a secret.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { url, host = '127.0.0.1', port = 0, ...account } = options;
  const simulator = simulate({ url: [url].flat()[0] ?? '' }, account);
  const server = createServer(express().use(express.static(join(__dirname, 'page'))));
  server.listen(port, host);
  await once(server, 'listening');
  // A server on a port has an address of this form.
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${actual}/`,
    apiUrl: await simulator.api.url(),
    simulator,
    async close() {
      server.close();
      server.closeAllConnections();
      await simulator.close();
    },
  };
}
