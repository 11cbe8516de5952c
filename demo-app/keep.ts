import type { Redis } from 'ioredis';

/** Keeps short texts for a while: in memory for one process, in Redis for several. */
export interface Keep {
  put(key: string, value: string, ms: number): Promise<void>;
  get(key: string): Promise<string | undefined>;
  /** Gives it to one caller only, whoever asks first. */
  take(key: string): Promise<string | undefined>;
}

/** Most texts in memory; the oldest go first. Anybody can open the login page, any number of times. */
const MOST = 10_000;

export function memoryKeep(): Keep {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  const look = (key: string): string | undefined => {
    const entry = kept.get(key);
    return entry !== undefined && entry.until > Date.now() ? entry.value : undefined;
  };
  return {
    put(key, value, ms) {
      kept.delete(key);
      kept.set(key, { value, until: Date.now() + ms });
      for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(look(key)),
    take(key) {
      const value = look(key);
      kept.delete(key);
      return Promise.resolve(value);
    },
  };
}

export const redisKeep = (redis: Redis): Keep => ({
  put: async (key, value, ms) => {
    await redis.set(`demo:${key}`, value, 'PX', ms);
  },
  get: async (key) => (await redis.get(`demo:${key}`)) ?? undefined,
  take: async (key) => (await redis.getdel(`demo:${key}`)) ?? undefined,
});
