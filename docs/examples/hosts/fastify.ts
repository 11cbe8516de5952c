import Fastify from 'fastify';
import { fastify } from 'offiaccount/hosts';
import { wx } from './bot';

export const app = Fastify();
app.register(fastify(wx), { prefix: '/wechat' });
app.get('/', () => 'the shop');
