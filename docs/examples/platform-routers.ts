import { createRouter } from 'offiaccount';
import type { Router } from 'offiaccount';

const shop = createRouter().text(/^order (\d+)$/, ({ match }) => `Order ${match[1]} is on its way.`);
const school = createRouter().click('timetable', () => 'Monday: maths, music, sports.');

const routers: ReadonlyMap<string, Router> = new Map([
  ['wx4f0c2b9d7e61a853', shop],
  ['wx7a6b5c4d3e2f1098', school],
]);

/** `wx.use(perAccount)`: each account has a router of its own, and what that does not answer is answered here. */
export const perAccount = createRouter()
  .use((ctx, next) => routers.get(ctx.appId)?.dispatch(ctx, next) ?? next())
  .message(() => 'This service is being set up.');
