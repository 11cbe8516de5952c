/** What the pages take for granted: made by another block, or by the reader. */
export const SURROUNDINGS = `
  import type { Api, Handler, Store, WeChat } from 'offiaccount';
  declare global {
    const wx: WeChat;
    const api: Api;
    const store: Store;
    const app: import('express').Express;
    const express: typeof import('express');
    const createServer: typeof import('offiaccount').createServer;
    const wechat: typeof import('offiaccount').wechat;
    const simulate: typeof import('offiaccount/testing').simulate;
    const account: { appId: string; token: string };
    const openid: string, url: string;
    const appId: string, componentAppId: string, componentAppSecret: string, platformKey: string, appSecret: string, token: string, encodingAESKey: string;
    const message: Parameters<Api['customerMessage']['send']>[0];
    const openingHours: Map<string, string>, menu: Parameters<Api['menu']['create']>[0];
    const showCart: Handler, showOrder: Handler, booking: Handler;
  }
`;

/** What the samples of one page take for granted beside that, before the code of each. */
export const SURROUNDINGS_OF: Readonly<Record<string, string>> = {
  'docs/template-and-subscription-messages.md': `
    import { sendDaily } from '../docs/examples/template-and-subscription-messages.js';
  `,
  'docs/platform.md': `
    import { Redis } from 'ioredis';
    import { redisStore } from 'offiaccount';
    import { servePlatform, type Shops } from '../docs/examples/platform.js';
    declare const shops: Shops;
    declare const tenantOf: Parameters<typeof servePlatform>[3];
    declare const internalOnly: import('express').RequestHandler;
    declare const wx: import('offiaccount').Platform;
  `,
};
