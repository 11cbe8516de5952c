import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { WeChat } from 'offiaccount';
import { koa, type KoaContext, type KoaMiddleware } from 'offiaccount/hosts';
import { installed } from '../../support/installed';
import { drain, tellStories } from '../../support/stories';

interface EggApp {
  callback(): RequestListener;
  close(): Promise<unknown>;
  readonly agent: { close(): Promise<unknown> };
}

/** The recipe: a middleware of the app, put before those of Egg, whose body parser and CSRF check it must come before. */
const APP = `
module.exports = class {
  constructor(app) { this.app = app; }
  configWillLoad() { this.app.config.coreMiddleware.unshift('wechat'); }
};`;
const MIDDLEWARE = `module.exports = () => require('../../wechat').middleware;`;
const CONFIG = `
exports.keys = 'spec';
exports.logger = { level: 'NONE', consoleLevel: 'NONE', disableConsoleAfterReady: true };`;

tellStories({
  name: 'Egg',
  start: async (accounts, { drained }) => {
    const { folder, load } = installed('egg', { egg: '3.9.1' });
    const baseDir = mkdtempSync(join(folder, 'app-'));
    for (const name of ['config', 'app/middleware']) mkdirSync(join(baseDir, name), { recursive: true });
    for (const [name, text] of Object.entries({
      'package.json': '{ "name": "bot" }',
      'app.js': APP,
      'app/middleware/wechat.js': MIDDLEWARE,
      'config/config.default.js': CONFIG,
      'wechat.js': '',
    }))
      writeFileSync(join(baseDir, name), text);
    const receivers = Object.entries<WeChat>(accounts).map(([path, wx]) => koa(wx, { path }));
    const middleware: KoaMiddleware = async (ctx: KoaContext, next) => {
      if (drained) await drain(ctx.req);
      // One after the other, as in a list of middleware.
      const call = receivers.reduceRight<() => Promise<unknown>>(
        (then, receive) => () => receive(ctx, then),
        next,
      );
      return call();
    };
    // What the file of the app would hold itself; here the accounts are those of the story.
    Object.assign(load('./wechat.js', baseDir) as object, { middleware });
    const egg = load('egg') as { start(options: object): Promise<EggApp> };
    const app = await egg.start({ baseDir, env: 'prod', ignoreWarning: true });
    return {
      listener: app.callback(),
      close: async () => {
        await app.close();
        await app.agent.close();
        rmSync(baseDir, { recursive: true, force: true });
      },
    };
  },
});
