import type { SimulatedUser, Simulator } from '../testing';
import { staffState } from '../testing/api/endpoints/kf-account';
import { menuFor } from '../testing/api/endpoints/menu';
import type { Backstage } from '../testing/backstage';
import { openWindows } from '../testing/person';
import { LIMITS } from './board';
import { Failed } from './failed';
import type { MenuButton, UserState } from './protocol';

const NAMES = ['Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi'];

/** Those who use the account by the page. */
export interface People {
  add(openid?: string, name?: string): SimulatedUser;
  rename(openid: string, name: string): void;
  has(openid: string): boolean;
  /** One of them. */
  user(openid: string): SimulatedUser;
  states(): UserState[];
}

export function createPeople(simulator: Simulator, { account, people }: Backstage): People {
  const names = new Map<string, string>();

  function known(openid: string): string {
    const name = names.get(openid);
    if (name === undefined) throw Failed.because('no-user', { openid });
    return name;
  }

  function state(openid: string, name: string): UserState | undefined {
    const person = people.get(openid);
    if (person === undefined) return undefined;
    const now = account.clock.now();
    const menu = menuFor(account, person);
    const service = staffState(account, person);
    return {
      openid,
      name,
      follows: person.follows,
      blocked: person.blocked,
      // The fake API has checked what the protocol names of a button.
      ...(menu && { menu: menu.button as readonly object[] as readonly MenuButton[] }),
      ...(service && { service }),
      typing: person.typingUntil > now,
      windowLeft: openWindows(person, now).reduce((sum, { left }) => sum + left, 0),
    };
  }

  return {
    add(openid, name = NAMES[names.size] ?? `User ${names.size + 1}`) {
      if (openid !== undefined && names.has(openid)) throw Failed.because('user-exists', { openid });
      if (names.size >= LIMITS.users) throw Failed.because('too-many-users', { most: LIMITS.users });
      const user = simulator.user(openid);
      names.set(user.openid, name);
      return user;
    },
    rename(openid, name) {
      known(openid);
      names.set(openid, name);
    },
    has: (openid) => names.has(openid),
    user(openid) {
      known(openid);
      return simulator.user(openid);
    },
    states: () => [...names].flatMap(([openid, name]) => state(openid, name) ?? []),
  };
}
