import type { RequestListener } from 'node:http';
import type { WeChat } from 'offiaccount';
import { installed } from './installed';
import { drain, tellStories } from './stories';

/** As much of NestJS as is used: its types are those of two versions. */
interface Nest {
  use(...handlers: readonly unknown[]): unknown;
  init(): Promise<unknown>;
  close(): Promise<unknown>;
  getHttpAdapter(): { getInstance(): RequestListener };
}

/** The stories on one version of NestJS. */
export function tellStoriesOfNest(version: string): void {
  tellStories({
    name: `NestJS ${version}`,
    start: async (accounts, { drained }) => {
      const { load } = installed(`nest-${version}`, {
        '@nestjs/common': version,
        '@nestjs/core': version,
        '@nestjs/platform-express': version,
        'reflect-metadata': '0.2.2',
        rxjs: '7.8.2',
      });
      load('reflect-metadata');
      const { NestFactory } = load('@nestjs/core') as {
        NestFactory: { create(module: unknown, options: object): Promise<Nest> };
      };
      const { Module } = load('@nestjs/common') as {
        Module: (about: object) => (type: object) => void;
      };
      // oxlint-disable-next-line typescript/no-extraneous-class -- Nest wants a class
      class AppModule {}
      Module({})(AppModule);
      const app = await NestFactory.create(AppModule, { logger: false });
      if (drained)
        app.use(async (req: AsyncIterable<unknown>, _res: unknown, next: () => void) => {
          await drain(req);
          next();
        });
      // Before init(), and so before the body parsers of NestJS.
      for (const [path, wx] of Object.entries<WeChat>(accounts)) app.use(path, wx);
      await app.init();
      return { listener: app.getHttpAdapter().getInstance(), close: () => app.close() };
    },
  });
}
