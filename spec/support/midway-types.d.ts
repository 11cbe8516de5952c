/** What the recipe uses of Midway, whose packages `npm run test:hosts` installs. */
declare module '@midwayjs/core' {
  export function Configuration(options: { readonly imports: readonly unknown[] }): (target: unknown) => void;
  export interface IMidwayContainer {
    get(name: string): unknown;
  }
}

declare module '@midwayjs/koa' {
  import type { RequestListener } from 'node:http';
  export interface Application {
    getMiddleware(): { insertFirst(middleware: (ctx: never, next: never) => unknown): void };
    callback(): RequestListener;
  }
}
