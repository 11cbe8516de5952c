import type { Clock } from '../clock';
import { isInUse, nextCondition, type CredentialCondition } from '../store/credential-condition';
import type { CredentialState } from '../store/store';
import type { Credential } from './credential';

/** A credential as this process knows it. Times are on the monotonic clock. */
export interface LocalCopy extends Credential {
  readonly generation: number;
  readonly condition: CredentialCondition;
  readonly refreshAt: number;
  /** Until then nobody need be asked whether the value has changed. */
  readonly confirmedUntil: number;
}

type StoredValue = Pick<CredentialState, 'value' | 'expiresIn' | 'refreshIn' | 'generation' | 'condition'>;

const CONFIRMED_MS = 60_000;
/** A handful is enough: old values do not come back. */
const MAX_REFUSED = 8;

/** What this process has of a credential: the value in use, and the values that WeChat refused here. */
export function createLocalCopy(clock: Clock) {
  /** With the generation in which each was refused: after a pause the same value may get another chance. */
  const refused = new Map<string, number>();
  let copy: LocalCopy | undefined;

  const now = () => clock.monotonic();
  const isRefused = ({ value, generation }: Pick<LocalCopy, 'value' | 'generation'>): boolean =>
    (refused.get(value) ?? -1) >= generation;
  const alive = () => (copy && copy.expiresAt > now() && !isRefused(copy) ? copy : undefined);

  return {
    isRefused,
    wasRefused: (value: string): boolean => refused.has(value),

    /** Whether a value from the store can be handed out. */
    accepts: (state: StoredValue): boolean =>
      isInUse(state.condition) && state.value !== '' && state.expiresIn > 0 && !isRefused(state),

    /** Takes a value over from the store. */
    adopt({ value, expiresIn, refreshIn, generation, condition }: StoredValue): LocalCopy {
      if (!isRefused({ value, generation })) refused.delete(value);
      const at = now();
      copy = {
        value,
        generation,
        condition,
        expiresAt: at + expiresIn,
        refreshAt: at + refreshIn,
        confirmedUntil: at + CONFIRMED_MS,
      };
      return copy;
    },

    /** The value, if it is neither over nor refused. */
    alive,

    /** The same, if the store need not be asked. */
    confirmed(): LocalCopy | undefined {
      const found = alive();
      return found && now() < found.confirmedUntil ? found : undefined;
    },

    /** The store cannot be asked now: the value counts as confirmed for some time. */
    confirmFor(found: LocalCopy, ms: number): LocalCopy {
      copy = { ...found, confirmedUntil: now() + ms };
      return copy;
    },

    /** Notes a refusal. False: it was known. */
    refuse(value: string): boolean {
      if (copy?.value === value ? isRefused(copy) : refused.has(value)) return false;
      note(value);
      return true;
    },

    /** WeChat says again that this value is good. A refusal after that counts anew. */
    giveAnotherChance: (value: string): void => void refused.delete(value),

    /** Ends the trial of a value. False: the value was not on trial. */
    markUsed(value: string): boolean {
      if (copy?.condition !== 'trial' || value !== copy.value) return false;
      copy = { ...copy, condition: nextCondition(copy.condition, 'worked') };
      return true;
    },

    forget(): void {
      if (copy) note(copy.value);
      copy = undefined;
    },
  };

  function note(value: string): void {
    refused.set(value, copy?.generation ?? Infinity);
    if (refused.size > MAX_REFUSED) refused.delete([...refused.keys()][0] ?? '');
  }
}
