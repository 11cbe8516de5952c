import { Redis } from 'ioredis';
import { inOrder, redisStore, session, wechat } from 'offiaccount';

const redis = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379', { lazyConnect: true });
redis.on('error', (error) => console.error('redis:', error.message));
const store = redisStore(redis);

export const wx = wechat({ appId: 'wx0123456789abcdef', token: 'token', store })
  .use(inOrder({ store, busy: 'One at a time, please.' }))
  .use(session({ store, ttl: 30 * 60_000 }));
