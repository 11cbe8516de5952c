import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { createPlatform, redisStore } from '../../index';
import type { PlatformApi, Store } from '../../index';
import { UsageError } from '../exit';
import { orUsage } from '../or-usage';
import type { CliContext } from '../cli-context';

/** The store that a platform's processes share. */
export interface SharedStore {
  readonly store: Store;
  readonly close: () => void;
}

/** A platform, opened as a job of its owner would open it. */
export interface OpenPlatform {
  readonly componentAppId: string;
  readonly platform: PlatformApi;
  /** `undefined`: no setting names the store. */
  readonly store: Store | undefined;
  readonly close: () => Promise<void>;
}

/** Longer than the store's own limit, so that the store's error names the reason. */
const CONNECT_MS = 2_000;

/** Opens the Redis of the platform, if the settings name one. */
export function openStore({ settings, io }: CliContext): SharedStore | undefined {
  const url = settings.get('redisUrl');
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) throw new UsageError('redis-form');
  const redis = new (loadRedis(io.cwd))(url, { connectTimeout: CONNECT_MS, maxRetriesPerRequest: 1 });
  // The store reports why it does not answer.
  redis.on('error', () => undefined);
  const secret = settings.get('storeSecret');
  const store = orUsage(
    () => redisStore(redis, secret === undefined ? {} : { secret }),
    () => {
      // An open connection would keep the program alive.
      redis.disconnect();
      return new UsageError('store-secret-form');
    },
  );
  return { store, close: () => redis.disconnect() };
}

/** Loads the Redis client of the platform's program, else the one beside this package. */
function loadRedis(cwd: string): typeof Redis {
  for (const from of [join(cwd, 'package.json'), __filename]) {
    try {
      // The package has this type.
      return (createRequire(from)('ioredis') as { readonly Redis: typeof Redis }).Redis;
    } catch {
      continue;
    }
  }
  throw new UsageError('ioredis-missing');
}

/** Opens the platform of the settings. */
export async function openPlatform(run: CliContext): Promise<OpenPlatform> {
  const { settings } = run;
  const componentAppId = await settings.need('componentAppId');
  const componentAppSecret = await settings.need('componentAppSecret');
  const shared = openStore(run);
  const platform = open();
  return {
    componentAppId,
    platform,
    store: shared?.store,
    async close() {
      await platform.close();
      shared?.close();
    },
  };

  function open(): PlatformApi {
    try {
      return createPlatform({
        ...run.calling(),
        componentAppId,
        componentAppSecret,
        ...(shared && { store: shared.store }),
      });
    } catch (error) {
      shared?.close();
      throw error;
    }
  }
}
