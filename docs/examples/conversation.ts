import { createRouter, session } from 'offiaccount';

declare module 'offiaccount' {
  interface Session {
    step?: 'name' | 'size';
    name?: string;
  }
}

export const orders = createRouter().use(session());

orders.text('order', (ctx) => {
  ctx.session = { step: 'name' };
  return 'What is your name?';
});

orders.text(async (ctx, next) => {
  const session = await ctx.session;
  const { Content } = ctx.message;
  switch (session.step) {
    case 'name':
      session.step = 'size';
      session.name = Content;
      return 'Which size: S, M or L?';
    case 'size':
      ctx.session = null;
      return `Thank you, ${session.name ?? ''}: one ${Content} is on its way.`;
    default:
      return next();
  }
});
