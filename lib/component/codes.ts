import { createHash } from 'node:crypto';
import { memoryPlatforms } from '../store/memory-platforms';
import type { CodeState } from '../store/platforms';
import { withFallback } from './fallback';
import type { PlatformSettings } from './options';

/** The codes of authorisations, by their hashes; while the store is away, those of this process. */
export interface Codes {
  read(hash: string): Promise<CodeState>;
  note(hash: string, change: Partial<CodeState>, owner?: string): Promise<void>;
  claim(hash: string, owner: string, ms: number): Promise<CodeState & { readonly mine: boolean }>;
}

/** Names a code where its value must not stand. */
export const hashOf = (code: string): string =>
  createHash('sha256').update(code).digest('base64url').slice(0, 32);

export function createCodes({ componentAppId, store, clock, away }: PlatformSettings): Codes {
  const stored = withFallback(store.platforms, memoryPlatforms(clock), away);

  return {
    read: (hash) => stored((platforms) => platforms.code(componentAppId, hash)),
    note: (hash, change, owner) =>
      stored((platforms) => platforms.noteCode(componentAppId, hash, change, owner)),
    claim: (hash, owner, ms) => stored((platforms) => platforms.claimCode(componentAppId, hash, owner, ms)),
  };
}
