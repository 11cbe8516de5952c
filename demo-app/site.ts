import { join } from 'node:path';
import express, { Router as createPages } from 'express';
import type { ErrorRequestHandler, RequestHandler, Router as Pages } from 'express';
import { ApiError, TransportError } from 'offiaccount';
import type { WeChat } from 'offiaccount';
import type { Keep } from './keep';
import { createLoginPages, visitorOf } from './login';
import { escape, page } from './page';

const harden: RequestHandler = (_req, res, next) => {
  res.set({
    'Content-Security-Policy':
      "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  next();
};

/** What a visitor is told of an error, and under which status. The rest is for the log. */
function explain(error: unknown): { readonly status: number; readonly text: string } {
  if (error instanceof ApiError || error instanceof TransportError)
    return { status: 502, text: '微信现在没有给出需要的回答，请稍后再试。' };
  return { status: 500, text: '服务器出了点问题，请稍后再试。' };
}

const errorPage: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, text } = explain(error);
  if (status >= 500) console.error(`  bot: ${req.method} ${req.path}:`, error);
  res.status(status).send(page('出错了', `<p>${text}</p><p><a href="/">回到首页</a></p>`));
};

/** The bot's web site: a home page, the login, and pages for what goes wrong. */
export const createSite = (wx: WeChat, keep: Keep, origin: string): Pages =>
  createPages()
    .use(harden)
    .use(express.static(join(__dirname, 'public'), { index: false }))
    .get('/', async (req, res) => {
      const openid = await visitorOf(req, keep);
      const body =
        openid === undefined
          ? '<p>您还没有登录。</p><p><a class="button" href="/login">微信扫码登录</a></p>'
          : `<p>您好，<code>${escape(openid)}</code>！</p>
             <form method="post" action="/logout"><button class="button">退出登录</button></form>`;
      res.send(page('offiaccount 演示', body));
    })
    .use(createLoginPages(wx, keep, origin))
    .use((_req, res) => {
      res.status(404).send(page('没有这个页面', '<p><a href="/">回到首页</a></p>'));
    })
    .use(errorPage);
