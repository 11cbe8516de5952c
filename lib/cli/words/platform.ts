import { text } from './text';

/** Texts about third-party platforms: accounts, tickets and their store. */
export const platform = {
  'store-missing': text({
    en: () =>
      'The accounts of a platform are in its store: set REDIS_URL (and STORE_SECRET, if redisStore() has a secret) as for the platform itself.',
    zh: () =>
      '平台的账号保存在它的存储中：请像平台程序一样设置 REDIS_URL（redisStore() 使用了 secret 时还要设置 STORE_SECRET）。',
  }),
  'redis-form': text({
    en: () =>
      'The address of Redis looks like redis://localhost:6379 or rediss://user:password@redis.example.com:6380: look at REDIS_URL or --redis-url.',
    zh: () =>
      'Redis 地址应类似 redis://localhost:6379 或 rediss://用户名:密码@redis.example.com:6380：请检查 REDIS_URL 或 --redis-url。',
  }),
  'store-secret-form': text({
    en: () => 'The secret of redisStore() has 32 characters or more: look at STORE_SECRET or --store-secret.',
    zh: () => 'redisStore() 的 secret 至少 32 个字符：请检查 STORE_SECRET 或 --store-secret。',
  }),
  'ioredis-missing': text({
    en: () => 'To read a Redis, the package ioredis is needed: npm install ioredis',
    zh: () => '读取 Redis 需要 ioredis：请运行 npm install ioredis',
  }),
  'ticket-asking': text({
    en: () => 'Asking WeChat to push the ticket',
    zh: () => '正在请求微信推送 ticket',
  }),
  'ticket-asked': text({
    en: () =>
      'WeChat pushes the ticket (component_verify_ticket) to the address for authorisation events: now or within 10 minutes, then every 10 minutes.',
    zh: () =>
      '微信会向授权事件接收 URL 推送 component_verify_ticket：立即或 10 分钟之内，之后每 10 分钟一次。',
  }),
  'ticket-age': text<{ minutes: number }>({
    en: ({ minutes }) => `The newest ticket in the store is ${minutes} minutes old. It is good for 12 hours.`,
    zh: ({ minutes }) => `存储中最新的 ticket 是 ${minutes} 分钟前的，有效期 12 小时。`,
  }),
  'ticket-absent': text({
    en: () =>
      'There is no ticket in the store yet. If there is none in 10 minutes, "offiaccount doctor --platform <url>" says why.',
    zh: () =>
      '存储中还没有 ticket。如果 10 分钟后仍没有，请用 offiaccount doctor --platform <url> 查找原因。',
  }),
  'ticket-elsewhere': text({
    en: () => 'How old the newest is can be seen with REDIS_URL, the store of the platform.',
    zh: () => '设置 REDIS_URL（平台的存储）后可以看到最新 ticket 的时间。',
  }),
  'accounts-reading': text({ en: () => 'Reading the accounts', zh: () => '正在读取账号' }),
  'accounts-syncing': text({
    en: () => 'Bringing the store up to date with WeChat',
    zh: () => '正在与微信同步账号',
  }),
  'accounts-count': text<{ count: number }>({
    en: ({ count }) => `${count} ${count === 1 ? 'account has' : 'accounts have'} authorised the platform.`,
    zh: ({ count }) => `共 ${count} 个账号已授权。`,
  }),
  'accounts-synced': text<{ added: number; gone: number }>({
    en: ({ added, gone }) => `Now in step with WeChat: ${added} added, ${gone} gone.`,
    zh: ({ added, gone }) => `已与微信同步：新增 ${added} 个，取消授权 ${gone} 个。`,
  }),
  'accounts-unusable': text<{ appId: string; errcode: number }>({
    en: ({ appId, errcode }) => `${appId}  (WeChat answers ${errcode})`,
    zh: ({ appId, errcode }) => `${appId}  （微信返回 ${errcode}）`,
  }),
  'accounts-subscription': text({ en: () => 'subscription', zh: () => '订阅号' }),
  'accounts-service': text({ en: () => 'service', zh: () => '服务号' }),
  'accounts-mini-program': text({ en: () => 'mini program', zh: () => '小程序' }),
};
