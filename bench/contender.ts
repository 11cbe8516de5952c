import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { DeliveryStats } from 'offiaccount';
import type { BenchAccount } from './load';

/** Which server, and with what. */
export interface ContenderSettings {
  readonly name: string;
  readonly account: BenchAccount;
  readonly routes?: number | undefined;
  /** A `package.json` in whose folder the packages to compare with are. */
  readonly modules?: string;
  readonly redisPort?: number;
}

/** What a server of ours says of itself. */
export interface Sample {
  readonly rss: number;
  readonly stats: DeliveryStats;
  /** How often the handler ran. */
  readonly handled: number;
}

/** A server in a process of its own. */
export interface Contender {
  readonly port: number;
  /** The microseconds of CPU time that `work` costs the server. */
  cpuOf(work: () => Promise<unknown>): Promise<number>;
  /** Its memory, after garbage collection. */
  sample(): Promise<Sample>;
  close(): void;
}

/** Starts a server in a fresh process. */
export async function startContender(settings: ContenderSettings): Promise<Contender> {
  const child = fork(join(__dirname, 'server.cjs'), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ask = <T>(message: object) =>
    new Promise<T>((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`${settings.name} ended with ${code}.`));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        resolve(answer as T);
      });
      child.send(message);
    });
  const { port } = await ask<{ port: number }>(settings);
  return {
    port,
    cpuOf: async (work) => {
      child.send({ start: true });
      await work();
      return (await ask<{ cpu: number }>({ stop: true })).cpu;
    },
    sample: () => ask<Sample>({ sample: true }),
    close: () => child.kill(),
  };
}
