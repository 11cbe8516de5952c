import { join } from 'node:path';
import express, { Router as createPages } from 'express';
import type { ErrorRequestHandler, RequestHandler, Router as Pages } from 'express';
import { ApiError, TransportError } from 'offiaccount';
import type { WebUser } from 'offiaccount';
import type { Login } from './login';
import { escape, page } from './page';
import { isReal } from './settings';

/** WeChat's script for pages. The browser of the offline WeChat has one of its own in its place. */
const JWEIXIN = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js';

const harden: RequestHandler = (_req, res, next) => {
  res.set({
    'Content-Security-Policy':
      "default-src 'self'; script-src 'self' https://res.wx.qq.com; img-src 'self' data: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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

const HINT = '<p class="hint">没有微信？在离线微信里点“扫一扫”，选最新的二维码；或者把登录码发给公众号。</p>';

/** What everybody sees. */
function homePage(user: WebUser | undefined): string {
  if (user === undefined)
    return `<p>您还没有登录。</p><p><a class="button" href="/login">微信登录</a></p>${isReal ? '' : HINT}`;
  return `<p>您好，<code>${escape(user.openid)}</code>！</p>
    <p><a href="/me">我的资料</a> · <a href="/share">分享</a></p>
    <form method="post" action="/logout"><button class="button">退出登录</button></form>`;
}

/** What the user has let the account know. */
function profilePage({ openid, nickname = '', headimgurl }: WebUser): string {
  const picture =
    headimgurl === undefined ? '' : `<p><img alt="头像" width="96" src="${escape(headimgurl)}"></p>`;
  return `${picture}<p>${escape(nickname)}</p><p><code>${escape(openid)}</code></p><p><a href="/">回到首页</a></p>`;
}

const SHARE = `<p>请点右上角分享这个页面。</p>
  <p><button class="button" data-call="scanQRCode">扫一扫</button> <button class="button" data-call="getLocation">我的位置</button></p>
  <p role="status">正在连接微信…</p>
  <script src="${JWEIXIN}"></script>
  <script type="module" src="/share.js"></script>`;

/** The bot's web site: a home page, pages for users who have signed in, and pages for what goes wrong. */
export const createSite = ({ web, pages, jsSdk }: Login): Pages =>
  createPages()
    .use(harden)
    .use(express.static(join(__dirname, 'public'), { index: false }))
    .use(web)
    .use('/login', pages)
    .use('/jssdk', jsSdk)
    .get('/', web.optional(), (req, res) => void res.send(page('offiaccount 演示', homePage(req.wechat))))
    .get(
      '/me',
      web.require({ profile: true }),
      (req, res) => void res.send(page('我的资料', profilePage(req.wechat))),
    )
    .get('/share', web.require(), (_req, res) => void res.send(page('分享', SHARE)))
    .post('/logout', web.signOut())
    .use((_req, res) => {
      res.status(404).send(page('没有这个页面', '<p><a href="/">回到首页</a></p>'));
    })
    .use(errorPage);
