import type { RequestListener } from 'node:http';
import { ConfigError } from '../errors';
import { property } from '../own';
import type { FakeTransport } from './api/fake-api';
import type { MovableClock } from './movable-clock';

/** One process of an app, until it ends. */
export interface AppProcess {
  /** The simulator's clock. Timers that a process has set do not run when it has ended. */
  readonly clock: MovableClock;
  /** WeChat's API, for `createApi({ …, transport })`. What a process that has ended calls does not arrive. */
  readonly transport: FakeTransport;
  /**
   * The store as this process has it: one that outlives it, as Redis does, when it was created outside of
   * `start`. What a process that has ended asks of it is not done.
   */
  readonly keeps: <S extends object>(store: S) => S;
}

/** An app whose process can end and start again. */
export interface RestartableApp {
  /**
   * Builds the app as a new process does: nothing is in memory but what was created outside. Called at once,
   * and at each restart.
   */
  readonly start: (process: AppProcess) => RequestListener;
}

/** What the processes of an app need. */
export interface AppProcessesOptions {
  readonly start: RestartableApp['start'];
  readonly clock: MovableClock;
  readonly transport: FakeTransport;
  /** Whether the process ends now, when its handlers are over and their answer is about to be stored. */
  readonly diesBeforeAnswer: () => boolean;
  /** Ends the connections of the process. */
  readonly cut: () => void;
}

/** The processes of an app, one after the other. */
export function createAppProcesses({ start, clock, transport, diesBeforeAnswer, cut }: AppProcessesOptions) {
  let keepsStore = false;
  let current = begin();

  function begin() {
    const life = { isOver: false };
    /** What a process gets to know, unless it has ended by then. */
    const alive = <T>(result: T): T =>
      isPromise(result)
        ? // Of the same kind: a promise.
          (result.then(
            (value) => (life.isOver ? never() : value),
            (error: unknown) => (life.isOver ? never() : Promise.reject(error as Error)),
          ) as T)
        : result;

    function port(of: object, name: string): object {
      return new Proxy(of, {
        get(target, method) {
          const found: unknown = Reflect.get(target, method);
          if (typeof found !== 'function') return found;
          return (...all: unknown[]): unknown => {
            if (!life.isOver && name === 'deliveries' && isAnswer(all[1]) && diesBeforeAnswer()) restart();
            return life.isOver ? never() : alive(found.apply(target, all) as unknown);
          };
        },
      });
    }

    const process: AppProcess = {
      clock: {
        ...clock,
        setTimeout: (callback, ms) =>
          clock.setTimeout(() => {
            if (!life.isOver) callback();
          }, ms),
        sleep: (ms) => alive(clock.sleep(ms)),
      },
      transport: (request) => (life.isOver ? never() : alive(transport(request))),
      keeps<S extends object>(store: S): S {
        keepsStore = true;
        const ports = Object.entries(store).map(([name, each]: [string, unknown]) => [
          name,
          typeof each === 'object' && each !== null ? port(each, name) : each,
        ]);
        // The same ports, in another object.
        return Object.fromEntries(ports) as S;
      },
    };
    const listener = start(process);
    if (typeof listener !== 'function')
      throw new ConfigError('simulate({ start }): "start" must return the app.');
    return { life, listener };
  }

  function restart(): void {
    current.life.isOver = true;
    cut();
    current = begin();
  }

  const listen: RequestListener = (req, res) => current.listener(req, res);
  return { listen, restart, keepsStore: () => keepsStore };
}

const never = (): Promise<never> => new Promise(() => undefined);

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Whether a question to the store tells of the answer that the asking process has made. */
function isAnswer(question: unknown): boolean {
  const me = property(question, 'me');
  return me !== undefined && property(property(question, 'facts'), 'answer') === me;
}
