import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Router as createPages } from 'express';
import type { CookieOptions, Request, Router as Pages } from 'express';
import { createRouter } from 'offiaccount';
import type { Router, WeChat } from 'offiaccount';
import type { Keep } from './keep';
import { page } from './page';
import { isReal } from './settings';

/** How long a code works, here and at WeChat. */
const CODE = 10 * 60_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const HINT = '<p class="hint">没有微信？在离线微信里点“扫一扫”，选最新的二维码。</p>';

const newSecret = (): string => randomBytes(32).toString('base64url');
const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * What the QR code says, 128 bits. Everybody may see the code, but only the browser whose cookie holds the secret is logged in
 * by it: no other secret gives the same state.
 */
const stateOf = (secret: string): string => digest(secret).slice(0, 32);

const cookieOf = (req: Request, name: string): string | undefined =>
  new RegExp(`(?:^|; )${name}=([\\w.-]+)`).exec(req.headers.cookie ?? '')?.[1];

/** The chat's side: a scan, by a follower or by somebody who follows with it, logs in the browser that shows the code. */
export const createScanLogin = (keep: Keep): Router =>
  createRouter()
    .scan(/^login_([0-9a-f]{32})$/, async ({ match, openid }) => {
      const state = match[1] ?? '';
      // Taken, not read: a code works for one scan, the first.
      if ((await keep.take(`code:${state}`)) === undefined) return '二维码已失效，请刷新网页。';
      await keep.put(`scan:${state}`, openid, MINUTE);
      return '网页已登录。如果不是您本人操作，请发送 /logout。';
    })
    .text('/logout', async ({ openid }) =>
      (await keep.take(`browser:${openid}`)) === undefined ? '没有登录的网页。' : '网页已退出登录。',
    );

/** Whose browser this is, if anybody's. */
export async function visitorOf(req: Request, keep: Keep): Promise<string | undefined> {
  const [openid, secret] = cookieOf(req, 'browser')?.split('.') ?? [];
  if (openid === undefined || secret === undefined) return undefined;
  const known = await keep.get(`browser:${openid}`);
  if (known === undefined) return undefined;
  return timingSafeEqual(Buffer.from(known), Buffer.from(digest(secret))) ? openid : undefined;
}

/** The browser's side. */
export function createLoginPages(wx: WeChat, keep: Keep, origin: string): Pages {
  const cookie: CookieOptions = { httpOnly: true, secure: origin.startsWith('https:') };
  const loginCookie: CookieOptions = { ...cookie, sameSite: 'strict', path: '/login' };

  return (
    createPages()
      .get('/login', async (req, res) => {
        let secret = cookieOf(req, 'login');
        let ticket = secret && (await keep.get(`code:${stateOf(secret)}`));
        if (!secret || !ticket) {
          secret = newSecret();
          const state = stateOf(secret);
          ({ ticket } = await wx.api.qrcode.createTemporary(`login_${state}`, CODE / 1000));
          await keep.put(`code:${state}`, ticket, CODE);
        }
        const { data, contentType } = await wx.api.qrcode.show(ticket);
        res.cookie('login', secret, { ...loginCookie, maxAge: CODE });
        res.send(
          page(
            '扫码登录',
            `<img class="code" alt="二维码" src="data:${contentType};base64,${data.toString('base64')}">
           <p>用微信扫一扫，关注公众号并登录。</p>
           ${isReal ? '' : HINT}
           <script src="/login.js" defer></script>`,
          ),
        );
      })

      // The page asks once a second. Logs in once: what is taken is gone.
      .post('/login/check', async (req, res) => {
        const secret = cookieOf(req, 'login');
        const openid = secret && (await keep.take(`scan:${stateOf(secret)}`));
        if (!openid) {
          res.status(204).end();
          return;
        }
        // A new secret: the old one was there before anybody was logged in.
        const session = newSecret();
        // By openid, so that the chat can log it out. One browser for each user: the next login ends this one.
        await keep.put(`browser:${openid}`, digest(session), DAY);
        res.clearCookie('login', loginCookie);
        res.cookie('browser', `${openid}.${session}`, { ...cookie, sameSite: 'lax', maxAge: DAY });
        res.json({ openid });
      })

      .post('/logout', async (req, res) => {
        const openid = await visitorOf(req, keep);
        if (openid !== undefined) await keep.take(`browser:${openid}`);
        res.clearCookie('browser', cookie).redirect(303, '/');
      })
  );
}
