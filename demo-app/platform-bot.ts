import { createRouter } from 'offiaccount';
import type { Router } from 'offiaccount';

/** What the platform keeps of an account: a row of its database. */
interface Tenant {
  readonly name: string;
  readonly hours: string;
}

/** Shops as they come, each with a name and opening hours of its own. */
const NEW: readonly Tenant[] = [
  { name: '甜甜面包店', hours: '7:00 – 19:00' },
  { name: '青青裁缝铺', hours: '10:00 – 18:00' },
  { name: '面包店小程序', hours: '7:00 – 19:00' },
];

/** The bot of all accounts: what differs between them it looks up by `ctx.appId`. */
export function createPlatformBot(log: (line: string) => void = console.log): Router {
  const tenants = new Map<string, Tenant>();

  function tenantOf(appId: string): Tenant {
    const tenant = tenants.get(appId) ?? NEW[tenants.size % NEW.length]!;
    tenants.set(appId, tenant);
    return tenant;
  }

  return (
    createRouter()
      .notice(['authorized', 'updateauthorized'], async ({ appId, api }) => {
        const { name } = tenantOf(appId);
        // With the token that the platform has for this account, just now.
        const { quota } = await api.openapi.getApiQuota('/cgi-bin/message/custom/send');
        log(`  ${name} (${appId}) has authorised the platform: ${quota.daily_limit} messages a day`);
      })
      .notice('unauthorized', ({ appId }) => log(`  ${tenantOf(appId).name} (${appId}) has withdrawn`))
      .use(async (ctx, next) => {
        if (ctx.message.MsgType !== 'notice') log(`  ${tenantOf(ctx.appId).name}: ${ctx.message.MsgType}`);
        return next();
      })
      .event('subscribe', ({ appId }) => `欢迎光临${tenantOf(appId).name}！发送“营业时间”试试。`)
      // Mini programs have no replies: an answer goes out as a customer-service message.
      .event('user_enter_tempsession', (ctx) => ctx.send(`${tenantOf(ctx.appId).name}为您服务。`))
      .text(['营业时间', 'hours'], ({ appId }) => `${tenantOf(appId).name}：${tenantOf(appId).hours}`)
      .message(({ appId }) => `这里是${tenantOf(appId).name}。发送“营业时间”试试。`)
  );
}
