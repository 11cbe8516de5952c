import type { FakeAccount } from './api/fake-account';
import type { ApiServer } from './api/server';
import type { Person } from './person';
import type { Simulator } from './simulator';

/** What is behind a simulator, for what shows it. */
export interface Backstage {
  readonly account: FakeAccount;
  readonly people: ReadonlyMap<string, Person>;
  /** The API, for requests that come another way than by its own address. */
  readonly api: ApiServer['listener'];
}

const stages = new WeakMap<Simulator, Backstage>();

/** Keeps what is behind a simulator. */
export const setBackstage = (simulator: Simulator, stage: Backstage): void =>
  void stages.set(simulator, stage);

/** What is behind a simulator; `simulate()` has put it there. */
export function backstage(simulator: Simulator): Backstage {
  const stage = stages.get(simulator);
  if (stage === undefined) throw new TypeError('This is no simulator of simulate().');
  return stage;
}
