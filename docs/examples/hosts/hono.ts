import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { fetchHandler } from 'offiaccount/hosts';
import { wx } from './bot';

const { POST } = fetchHandler(wx);
const app = new Hono();
app.all('/wechat', (c) => POST(c.req.raw));
app.get('/', (c) => c.text('the shop'));

export const server = createAdaptorServer({ fetch: app.fetch });
