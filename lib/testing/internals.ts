import type { FakeAccount } from './api/fake-account';
import type { ApiServer } from './api/server';
import type { Seen } from './seen';
import type { SimulatedUser } from './user';
import type { UserRecord } from './user-record';

/** A push that is delivered once more. */
export interface Redelivery {
  /** Its own id, for all that is told of it. */
  readonly push: number;
  readonly over: Promise<Seen>;
}

/** What is behind a simulator, for what shows it. */
export interface SimulatorInternals {
  readonly account: FakeAccount;
  readonly userRecords: ReadonlyMap<string, UserRecord>;
  /** A user of the simulator whose pushes are told of. */
  readonly userTelling: (openid: string, onPush: (push: number) => void) => SimulatedUser;
  /** The API, for requests that come another way than by its own address. */
  readonly api: ApiServer['listener'];
  /**
   * Delivers a push once more, as the same message; its user sees what is answered. Undefined of a push that
   * is not known any more.
   */
  readonly redeliver: (push: number) => Redelivery | undefined;
}

const internals = new WeakMap<object, SimulatorInternals>();

/** Keeps what is behind a simulator. */
export const setInternals = (simulator: object, of: SimulatorInternals): void =>
  void internals.set(simulator, of);

/** What is behind a simulator; `simulate()` has put it there. */
export function internalsOf(simulator: object): SimulatorInternals {
  const found = internals.get(simulator);
  if (found === undefined) throw new TypeError('This is no simulator of simulate().');
  return found;
}
