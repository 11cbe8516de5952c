import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Served } from './serve';

/** Serves the bot in several processes, which get WeChat's deliveries in turn. They share what is in Redis. */
export async function startWorkers(count: number, env: Readonly<Record<string, string>>): Promise<Served> {
  let isClosing = false;

  async function start(): Promise<Worker> {
    const worker = cluster.fork(env);
    const ended = once(worker, 'exit').then(() => {
      throw new Error(`Worker ${worker.id} ended before it listened.`);
    });
    await Promise.race([once(worker, 'listening'), ended]);
    ended.catch(() => undefined);
    console.log(`  worker ${worker.id} is process ${worker.process.pid}`);
    worker.once('exit', (code, signal) => {
      if (isClosing) return;
      console.log(`  worker ${worker.id} has ended (${signal || code}), and another one takes its place`);
      start().catch((error: unknown) => console.error(error));
    });
    return worker;
  }

  await Promise.all(Array.from({ length: count }, start));
  return {
    async close() {
      isClosing = true;
      const running = Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? []);
      const ended = running.map((worker) => once(worker, 'exit'));
      for (const worker of running) worker.process.kill('SIGTERM');
      await Promise.all(ended);
    },
  };
}
