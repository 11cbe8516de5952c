import type { Clock } from '../clock';
import { quietLog } from '../logger';
import type { Logger } from '../logger';
import { awayLog } from '../store/away-log';

/** What a manager has to say: every kind of line at most once a minute. */
export interface CredentialLog {
  readonly warn: (event: string, message: string, error?: unknown) => void;
  readonly error: (event: string, message: string) => void;
  /** The store cannot be reached. Returns undefined, for use in a `catch`. */
  readonly storeAway: (error: unknown) => undefined;
  /** WeChat refused the current value, so many within 10 minutes: several have a likely cause. */
  readonly refused: (name: string, refusals: number, rival?: string) => void;
}

const RIVAL = 'Does another program ask for tokens of this account, without sharing the store?';
const SEVERAL = 3;

export function createCredentialLog(logger: Logger, clock: Clock, account: string): CredentialLog {
  const log = quietLog(logger, clock);
  const away = awayLog(logger, clock, log);

  const write = (level: 'warn' | 'error', event: string, message: string, error?: unknown): void => {
    // Only of our own errors, which hold no secret.
    const reason = error instanceof Error ? { reason: error.message } : undefined;
    log(level, { event, account, ...reason }, message);
  };

  return {
    warn: (event, message, error) => write('warn', event, message, error),
    error: (event, message) => write('error', event, message),
    storeAway: (error) => {
      away(account, error);
      return undefined;
    },
    refused: (name, refusals, rival = RIVAL) => {
      if (refusals < SEVERAL) return;
      write(
        'warn',
        'token-refused-again',
        `WeChat refused the ${name} ${refusals} times within 10 minutes. ${rival}`,
      );
    },
  };
}
