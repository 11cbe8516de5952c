import { ConfigError } from '../errors';
import type { Simulator } from '../testing';
import type { FakeAccount } from '../testing/api/fake-account';
import { quotas } from '../testing/api/quota';
import type { ApiFault } from '../testing';
import { CommandError } from './command-error';
import type { Switches, Upstream } from './protocol';

/** What can be switched, and how it stands. */
export interface Switchboard {
  now(): Switches;
  set(changes: Partial<Switches>): void;
  /** An answer was lost. */
  lost(): void;
  /** The bot's process has ended, and another begins. */
  restarted(): void;
}

const UPSTREAM: Readonly<Record<Exclude<Upstream, 'up'>, ApiFault>> = {
  down: 'reset-before',
  hanging: 'hang',
  busy: { errcode: -1 },
};

/** The two calls that give a token: WeChat looks at the caller's address there. */
const TOKENS = /^\/cgi-bin\/(?:stable_)?token$/;
const EVERYTHING = /^/;
const FOR_GOOD = { times: Infinity };

function dieBeforeAnswer(simulator: Simulator): () => void {
  try {
    return simulator.disturb('dies-before-answer');
  } catch (error) {
    if (error instanceof ConfigError) throw CommandError.because('no-kept-store');
    throw error;
  }
}

/** Switches what the simulator does. */
export function createSwitchboard(
  simulator: Simulator,
  account: FakeAccount,
  start: Pick<Switches, 'mode' | 'format' | 'kind' | 'windowOverlap'>,
  canEncrypt: boolean,
): Switchboard {
  const undo = new Map<keyof Switches, () => void>();
  let switches: Switches = {
    ...start,
    arrivalJitter: 0,
    networkDelay: 0,
    loseAnswers: 0,
    diesBeforeAnswer: false,
    rotate: false,
    ipRefused: false,
    quotaUsedUp: false,
    upstream: 'up',
  };

  /** Ends what a switch did before, and does what it stands for now. */
  function swap(name: keyof Switches, act: (() => () => void) | undefined): void {
    undo.get(name)?.();
    undo.delete(name);
    if (act !== undefined) undo.set(name, act());
  }

  const apply: { readonly [K in keyof Switches]: (value: Switches[K]) => void } = {
    mode: (mode) => simulator.change({ mode }),
    format: (format) => simulator.change({ format }),
    kind: (kind) => simulator.change({ kind }),
    windowOverlap: (windowOverlap) => simulator.change({ windowOverlap }),
    arrivalJitter: (arrivalJitter) => simulator.change({ arrivalJitter }),
    networkDelay: (delay) =>
      swap('networkDelay', delay > 0 ? () => simulator.disturb({ delay }, FOR_GOOD) : undefined),
    loseAnswers: (times) =>
      swap('loseAnswers', times > 0 ? () => simulator.disturb('lost-answer', { times }) : undefined),
    diesBeforeAnswer: (yes) => swap('diesBeforeAnswer', yes ? () => dieBeforeAnswer(simulator) : undefined),
    rotate: () => undefined,
    ipRefused: (yes) =>
      swap('ipRefused', yes ? () => simulator.api.fail(TOKENS, 'ip-not-allowed', FOR_GOOD) : undefined),
    quotaUsedUp: (yes) => account.part(quotas).exhaust(yes),
    upstream: (state) =>
      swap(
        'upstream',
        state === 'up' ? undefined : () => simulator.api.fail(EVERYTHING, UPSTREAM[state], FOR_GOOD),
      ),
  };

  function set<K extends keyof Switches>(name: K, value: Switches[K]): void {
    apply[name](value);
    switches = { ...switches, [name]: value };
  }

  return {
    // The bot may have given itself new quotas.
    now: () => ({ ...switches, quotaUsedUp: account.part(quotas).exhausted }),
    set(changes) {
      if (changes.mode !== undefined && changes.mode !== 'clear' && !canEncrypt)
        throw CommandError.because('cannot-encrypt');
      // The names are those of the rules that let them through.
      for (const name of Object.keys(changes) as (keyof Switches)[]) {
        const value = changes[name];
        if (value !== undefined) set(name, value as never);
      }
    },
    restarted: () => set('diesBeforeAnswer', false),
    lost() {
      switches = { ...switches, loseAnswers: Math.max(switches.loseAnswers - 1, 0) };
    },
  };
}
