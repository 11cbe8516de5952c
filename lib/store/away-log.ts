import type { QuietLog } from '../logger';
import { StoreError } from './store';

/** Says that the store cannot be reached: as an error where waiting does not help. */
export const storeAway = (log: QuietLog, account: string, error: unknown): void =>
  log(
    error instanceof StoreError && error.misconfigured ? 'error' : 'warn',
    // Only of our own errors, which hold no secret.
    { event: 'store-away', account, ...(error instanceof StoreError && { reason: error.message }) },
    'The shared store is away; this process goes on without it.',
  );
