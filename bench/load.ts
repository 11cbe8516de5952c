import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The account of the benchmark; made up. */
export interface BenchAccount {
  readonly appId: string;
  readonly token: string;
  readonly encodingAESKey?: string;
}

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

let last = 24_718_305_561_000_000n;

/** `count` different pushes of a text, signed now: whole HTTP requests. */
export function makePushes(count: number, { appId, token, encodingAESKey }: BenchAccount): Buffer[] {
  return Array.from({ length: count }, () => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = String(randomBytes(4).readUInt32BE());
    const signature = sha1(token, timestamp, nonce);
    const xml = `<xml><ToUserName><![CDATA[gh_3f1c9a7be204]]></ToUserName>\n<FromUserName><![CDATA[oT8wq5LzR2mXc7NvBd1KfYh4JsPa]]></FromUserName>\n<CreateTime>${timestamp}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好，请问周末几点开门？谢谢你]]></Content>\n<MsgId>${++last}</MsgId>\n</xml>`;
    let query = `signature=${signature}&timestamp=${timestamp}&nonce=${nonce}&openid=oT8wq5LzR2mXc7NvBd1KfYh4JsPa`;
    let body = xml;
    if (encodingAESKey !== undefined) {
      const encrypted = encrypt(xml, encodingAESKey, appId);
      query += `&encrypt_type=aes&msg_signature=${sha1(token, timestamp, nonce, encrypted)}`;
      body = `<xml>\n    <ToUserName><![CDATA[gh_3f1c9a7be204]]></ToUserName>\n    <Encrypt><![CDATA[${encrypted}]]></Encrypt>\n</xml>`;
    }
    return Buffer.from(
      `POST /wechat?${query} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nPragma: no-cache\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

function encrypt(text: string, encodingAESKey: string, appId: string): string {
  const key = Buffer.from(encodingAESKey, 'base64');
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const clear = Buffer.concat([randomBytes(16), length, message, Buffer.from(appId)]);
  const padding = 32 - (clear.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return cipher.update(Buffer.concat([clear, Buffer.alloc(padding, padding)])).toString('base64');
}

/** Sends all pushes over `connections` keep-alive connections, one at a time on each; resolves to the seconds it took. */
export async function sendAll(port: number, pushes: readonly Buffer[], connections = 16): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      for (let push = pushes[next++]; push !== undefined; push = pushes[next++]) await send(socket, push);
      socket.destroy();
    }),
  );
  return (performance.now() - started) / 1000;
}

/**
 * Sends `perSecond` pushes a second, whether or not the former are answered; resolves to the milliseconds each took. On
 * connections that are kept, more of them the more answers are awaited.
 */
export async function sendSteadily(
  port: number,
  pushes: readonly Buffer[],
  perSecond: number,
): Promise<number[]> {
  const idle: Socket[] = [];
  const began = performance.now();
  const times = await Promise.all(
    pushes.map(async (push, i) => {
      await sleep((i * 1000) / perSecond);
      let socket = idle.pop();
      // The server closes those that nobody needs for a while.
      while (socket?.readyState === 'closed') socket = idle.pop();
      socket ??= connect({ port, host: '127.0.0.1', noDelay: true });
      const sent = performance.now();
      await send(socket, push);
      idle.push(socket);
      return performance.now() - sent;
    }),
  );
  for (const socket of idle) socket.destroy();
  const behind = performance.now() - began - (pushes.length * 1000) / perSecond;
  if (behind > 2000) throw new Error(`The machine is too slow for ${perSecond} pushes a second.`);
  return times;
}

function send(socket: Socket, push: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    const onData = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const head = received.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/\r\nContent-Length: (\d+)/i.exec(received)?.[1]);
      if (received.length < head + 4 + length) return;
      socket.off('data', onData).off('error', reject).off('close', onClose);
      // A contender that does not answer as it should would win for nothing.
      if (/^HTTP\/1.1 200 /.test(received) && received.includes('<xml>')) resolve();
      else reject(new Error(`Not a reply: ${received.slice(0, 300)}`));
    };
    const onClose = (): void => reject(new Error('The connection was closed.'));
    socket.on('data', onData).on('error', reject).on('close', onClose);
    socket.write(push);
  });
}
