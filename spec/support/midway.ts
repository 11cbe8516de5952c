import type * as Midway from '@midwayjs/core';
import type { Application } from '@midwayjs/koa';
import type { WeChat } from 'offiaccount';
import { koa, type KoaContext, type KoaMiddleware } from 'offiaccount/hosts';
import { simulate } from 'offiaccount/testing';
import type * as Example from '../../docs/examples/hosts/midway';
import { installed } from './installed';
import { drain, tellStories, type Started } from './stories';

/** As much of Midway's starter as is used. */
interface Starter {
  configure(options: object): unknown;
  run(): Promise<void>;
  stop(): Promise<void>;
}

type Packages = Readonly<Record<'bootstrap' | 'core' | 'koa' | 'logger', string>>;

const SETTINGS = {
  keys: ['spec'],
  // Without a port: the stories have a server of their own.
  koa: {},
  midwayLogger: { default: { transports: { console: false, file: false, error: false, json: false } } },
};

const account = { appId: 'wx0123456789abcdef', token: 'token' };

/** The stories on one version of Midway, and the example of the docs. */
export function tellStoriesOfMidway(packages: Packages): void {
  const versions = Object.entries(packages).map(([name, version]) => [`@midwayjs/${name}`, version] as const);
  const install = () => installed(`midway-${packages.koa}`, Object.fromEntries(versions));

  /** Midway keeps the configurations of a process in one list: this one is of all apps, which differ in what it does. */
  let ready: (app: Application) => void = () => undefined;
  let Main: object | undefined;
  const configuration = (): object => {
    const { load } = install();
    class Configured {
      onReady(_container: unknown, app: Application): void {
        ready(app);
      }
    }
    const { Configuration } = load('@midwayjs/core') as typeof Midway;
    Configuration({ imports: [load('@midwayjs/koa')] })(Configured);
    return Configured;
  };

  const start = async (
    change: (app: Application) => void,
    more: readonly object[] = [],
  ): Promise<Required<Started>> => {
    const { folder, load } = install();
    const { BootstrapStarter } = load('@midwayjs/bootstrap') as { BootstrapStarter: new () => Starter };
    let started: Application | undefined;
    ready = (app) => {
      started = app;
      change(app);
    };
    const starter = new BootstrapStarter();
    const place = { appDir: folder, baseDir: folder, moduleLoadType: 'commonjs' };
    starter.configure({ ...place, imports: [(Main ??= configuration()), ...more], globalConfig: SETTINGS });
    await starter.run();
    return { listener: started!.callback(), close: () => starter.stop() };
  };

  tellStories({
    name: `Midway ${packages.koa}`,
    start: (accounts, { drained }) =>
      start((app) => {
        const middleware = app.getMiddleware();
        for (const [path, wx] of Object.entries<WeChat>(accounts)) middleware.insertFirst(koa(wx, { path }));
        const draining: KoaMiddleware = async ({ req }: KoaContext, next) => {
          await drain(req);
          return next();
        };
        if (drained) middleware.insertFirst(draining);
      }),
  });

  describe(`the example for Midway ${packages.koa}`, () => {
    const before = { ...process.env };
    afterAll(() => {
      process.env = before;
      jest.restoreAllMocks();
      // Only one version may be in a process, and that of the specs has both.
      const vm = install().load('node:vm') as { runInThisContext(code: string): unknown };
      vm.runInThisContext('delete globalThis.MIDWAY_GLOBAL_DECORATOR_MANAGER');
    });

    it('is checked, answers, refuses, and leaves the rest to the app', async () => {
      const { load } = install();
      jest.spyOn(console, 'warn').mockImplementation();
      for (const name of ['@midwayjs/core', '@midwayjs/koa'])
        jest.doMock(name, () => load(name), { virtual: true });
      Object.assign(process.env, { WECHAT_APP_ID: account.appId, WECHAT_TOKEN: account.token });
      const { MainConfiguration } = jest.requireActual<typeof Example>('../../docs/examples/hosts/midway');
      const { listener, close } = await start(() => undefined, [MainConfiguration]);
      const play = (path: string, token = account.token) => simulate(listener, { ...account, token, path });
      const simulators = [play('/wechat'), play('/wechat', 'other'), play('/shop')] as const;
      const [wechat, stranger, shop] = simulators;
      expect(await wechat.verifyUrl()).toMatchObject({ outcome: 'replied' });
      const seen = await wechat.user().says('你好');
      expect(seen).toMatchObject({ reply: { Content: 'You said: 你好' } });
      expect(await stranger.user().says('hi')).toMatchObject({ deliveries: [{ status: 403 }] });
      expect((await shop.user().says('hi')).deliveries[0]).toMatchObject({ status: 404 });
      await Promise.all(simulators.map((simulator) => simulator.close()));
      await close();
    });
  });
}
