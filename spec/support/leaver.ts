import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** One request of a client that may leave without an answer. */
export interface LeftRequest {
  readonly path: string;
  readonly body: string;
}

/** Speaks to a server from a thread of its own, so that it goes on while the server's thread is frozen. */
const CLIENT = `
const { workerData: { port, isHttp2, flag }, parentPort } = require('node:worker_threads');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const session = isHttp2 && require('node:http2').connect('http://127.0.0.1:' + port);
let leave;
const send = ({ path, body }) => new Promise((resolve) => {
  if (isHttp2) {
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'text/xml', 'content-length': body.length });
    stream.on('error', () => undefined).end(body, resolve);
    leave = () => stream.close(8);
    return;
  }
  const head = ['POST ' + path + ' HTTP/1.1', 'Host: x', 'Content-Type: text/xml', 'Content-Length: ' + body.length, '', ''];
  const socket = require('node:net').connect(port, '127.0.0.1');
  socket.on('error', () => undefined).write(head.join('\\r\\n') + body, resolve);
  leave = () => socket.destroy();
});
parentPort.on('message', async (asked) => {
  if (asked.path) {
    await send(asked);
    await wait(30);
  }
  if (asked.leaves) {
    leave();
    await wait(30);
  }
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
  parentPort.postMessage('done');
});
if (isHttp2) session.once('remoteSettings', () => parentPort.postMessage('ready'));
else parentPort.postMessage('ready');
`;

/** A client that leaves: before the server has read anything, or later. */
export async function startLeaver(port: number, isHttp2: boolean) {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(CLIENT, { eval: true, workerData: { port, isHttp2, flag } });
  await once(worker, 'message');
  const ask = async (asked: object): Promise<void> => {
    worker.postMessage(asked);
    await once(worker, 'message');
  };
  return {
    send: (request: LeftRequest) => ask(request),
    leave: () => ask({ leaves: true }),
    /** This thread does nothing until the client has sent its request and left. */
    sendAndLeaveUnread(request: LeftRequest): void {
      Atomics.store(flag, 0, 0);
      worker.postMessage({ ...request, leaves: true });
      Atomics.wait(flag, 0, 0);
    },
    close: () => worker.terminate(),
  };
}
