import type { SimulatedUser, Simulator } from '../testing';
import { staffState } from '../testing/api/endpoints/kf-account';
import { menuFor } from '../testing/api/endpoints/menu';
import type { SimulatorInternals } from '../testing/internals';
import { hasService } from '../testing/api/rights';
import { leftIn, windowList } from '../model/service-windows';
import { LIMITS } from './history';
import type { KeptSession } from './kept-sessions';
import { CommandError } from './command-error';
import type { MenuButton, UserState } from './protocol';

const NAMES = ['Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi'];

/** JSON has no Infinity. */
const finite = (left: number): number | null => (left === Infinity ? null : left);

/** Those who use the account by the page. */
export interface SessionUsers {
  /** Their names, by openid. */
  readonly names: ReadonlyMap<string, string>;
  add(openid?: string, name?: string): SimulatedUser;
  rename(openid: string, name: string): void;
  has(openid: string): boolean;
  /**
   * Checks that somebody is one of them.
   *
   * @throws {CommandError} Nobody is.
   */
  check(openid: string): void;
  states(): UserState[];
}

export function createUsers(
  simulator: Simulator,
  { account, userRecords }: SimulatorInternals,
  waiting: (openid: string) => readonly string[] | undefined,
  keptOf: (openid: string) => KeptSession | undefined,
): SessionUsers {
  const names = new Map<string, string>();

  function check(openid: string): void {
    if (!names.has(openid)) throw CommandError.because('no-user', { openid });
  }

  function state(openid: string, name: string): UserState | undefined {
    const person = userRecords.get(openid);
    if (person === undefined) return undefined;
    const now = account.clock.now();
    const menu = menuFor(account, person);
    const windows = hasService(account.kind()) ? person.windows : {};
    const service = staffState(account, person);
    const mailbox = waiting(openid);
    const kept = keptOf(openid);
    return {
      openid,
      name,
      follows: person.follows,
      blocked: person.blocked,
      // The fake API has checked what the protocol names of a button.
      ...(menu && { menu: menu.button as readonly object[] as readonly MenuButton[] }),
      ...(service && { service }),
      ...(mailbox !== undefined && { mailbox }),
      ...(kept && { kept }),
      typing: person.typingUntil > now,
      windowLeft: finite(leftIn(windows, now, account.windowOverlap()).left),
      windows: windowList(windows, now).map((each) => ({ ...each, left: finite(each.left) })),
    };
  }

  return {
    names,
    add(openid, name = NAMES[names.size] ?? `User ${names.size + 1}`) {
      if (openid !== undefined && names.has(openid)) throw CommandError.because('user-exists', { openid });
      if (names.size >= LIMITS.users) throw CommandError.because('too-many-users', { most: LIMITS.users });
      const user = simulator.user(openid);
      names.set(user.openid, name);
      return user;
    },
    rename(openid, name) {
      check(openid);
      names.set(openid, name);
    },
    has: (openid) => names.has(openid),
    check,
    states: () => [...names].flatMap(([openid, name]) => state(openid, name) ?? []),
  };
}
