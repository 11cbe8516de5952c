import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { closeTargets, startTarget } from '../support/attack';
import { never } from '../support/clock';
import { push } from '../support/push';
import { until } from '../support/redis';

afterEach(closeTargets);

it('deliveries that are refused for their number wait without what they brought', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const target = await startTarget({ handler: never });
  let id = 0;
  const send = (Content: string): void => {
    const { query, body } = push({ message: { MsgId: String(++id), Content } });
    const options = {
      host: '127.0.0.1',
      port: target.port,
      method: 'POST',
      path: `/wechat?${query}`,
    } as const;
    request({ ...options, agent: false })
      .on('error', () => undefined)
      .end(Buffer.from(body));
  };
  const used = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 2 ** 20;
  };
  for (let i = 0; i < 200; i++) send('x');
  await until(() => target.wx.stats().running === 200);
  const before = used();
  const count = 60;
  for (let i = 0; i < count; i++) send('x'.repeat(200_000));
  await until(() => target.wx.stats().shed === count);
  await new Promise(setImmediate);
  expect(used() - before).toBeLessThan(6);
});
