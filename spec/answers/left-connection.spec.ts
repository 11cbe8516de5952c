import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import express from 'express';
import { createApi, reply, wechat } from 'offiaccount';
import type { Handler } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';
import { keptLogger } from '../support/api';
import { texts } from './support';

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const three = ['一', '二', '三'].map((name) => `${name.repeat(600)}。`).join('');
const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

/** A bot on a server of its own, and WeChat that brings a message to it by hand. */
async function served(handler: (simulator: Simulator) => Handler) {
  const app = express();
  const simulator = simulate(app, account);
  const { clock, api: fake } = simulator;
  const logger = keptLogger();
  const api = createApi({ ...account, appSecret: 'secret', clock, logger, transport: fake.transport });
  const wx = wechat({ ...account, clock, logger, api });
  app.use(wx.text('hi', () => 'hello').text(handler(simulator)));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanup.push(async () => {
    const closed = wx.close();
    await clock.advance(12_000);
    await closed;
    await simulator.close();
    await new Promise((resolve) => server.close(resolve));
  });
  // A TCP server that listens has an address object.
  const { port } = server.address() as AddressInfo;
  const alice = simulator.user('alice');
  await alice.says('hi');
  const began = Math.floor(clock.now() / 1000);

  /** A delivery whose connection is closed before the bot has read it, as when its process is frozen. */
  async function deliverAndLeave(age: number, leaves = true): Promise<void> {
    const timestamp = String(began + age);
    const signature = createHash('sha1')
      .update([account.token, timestamp, 'n'].sort().join(''))
      .digest('hex');
    const body = `<xml><ToUserName>gh_1b9c3d5e7f02</ToUserName><FromUserName>alice</FromUserName><CreateTime>${began}</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>7</MsgId></xml>`;
    const head = `POST /?signature=${signature}&timestamp=${timestamp}&nonce=n HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`;
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.write(head + body, () => resolve()));
    if (leaves) socket.destroy();
    await clock.advance(1000);
    socket.destroy();
  }

  /** All three of a message. */
  async function deliverAll(): Promise<void> {
    for (const age of [0, 5, 10]) {
      await deliverAndLeave(age);
      await clock.advance(4000);
    }
  }
  const deliver = (age: number) => deliverAndLeave(age, false);
  return { alice, simulator, logger, deliver, deliverAndLeave, deliverAll };
}

describe('deliveries that WeChat had left before they were read', () => {
  it.each<[string, (simulator: Simulator) => Handler]>([
    ['at once', () => () => reply.long(three)],
    [
      'after 7 s',
      ({ clock }) =>
        async () => {
          await clock.sleep(7000);
          return reply.long(three);
        },
    ],
    [
      'piece by piece',
      ({ clock }) =>
        async function* () {
          for (const piece of three.match(/.{1,100}/gs) ?? []) {
            await clock.sleep(200);
            yield piece;
          }
        },
    ],
  ])(
    'count for nobody: a long answer comes late, whole and in order, when it is there %s',
    async (_, make) => {
      const { alice, simulator, deliverAll } = await served(make);
      await deliverAll();
      await simulator.clock.advance(10_000);
      const seen = texts(alice.sees()).slice(1);
      for (const text of seen) expect(text).toMatch(/^\+ /);
      expect(seen.map((text) => text.slice(2)).join('')).toBe(three);
    },
  );

  it('bring no beginning after what follows it', async () => {
    const { alice, simulator, deliverAndLeave, deliver, logger } = await served(
      () => () => reply.long(three),
    );
    await deliver(0);
    await simulator.clock.advance(5000);
    await deliverAndLeave(10);
    await simulator.clock.advance(10_000);
    // The reply went to whoever has brought the message by hand.
    expect(texts(alice.sees()).map((text) => text.slice(0, 3))).toEqual(['hel', '+ 二', '+ 三']);
    expect(logger.lines.join()).toContain('answer-beginning-lost');
  });

  it('count for nobody: a short answer comes late', async () => {
    const { alice, deliverAll } = await served(() => () => 'answer');
    await deliverAll();
    expect(texts(alice.sees())).toEqual(['hello', '+ answer']);
  });
});
