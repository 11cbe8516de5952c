import { Configuration, type IMidwayContainer } from '@midwayjs/core';
import * as midwayKoa from '@midwayjs/koa';
import { koa } from 'offiaccount/hosts';
import { wx } from './bot';

@Configuration({ imports: [midwayKoa] })
export class MainConfiguration {
  onReady(_container: IMidwayContainer, app: midwayKoa.Application): void {
    app.getMiddleware().insertFirst(koa(wx, { path: '/wechat' })); // before the body parser of Midway
  }

  async onStop(): Promise<void> {
    await wx.close();
  }
}
