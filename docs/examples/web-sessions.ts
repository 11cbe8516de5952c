import { getIronSession } from 'iron-session';
import { jwtVerify, SignJWT } from 'jose';
import type { UserKeep, WebUser } from 'offiaccount';

declare module 'express-session' {
  interface SessionData {
    user: WebUser | null;
  }
}

/** express-session. Before `webAuth`: `app.use(session({ secret, resave: false, saveUninitialized: false }))`. */
export const inExpressSession: UserKeep = {
  read: (req) => req.session.user,
  write: (req, _res, user) =>
    new Promise<void>((resolve, reject) =>
      // A new identifier: the old one was there before anybody was signed in.
      req.session.regenerate((error?: Error) => {
        if (error) {
          reject(error);
          return;
        }
        req.session.user = user;
        resolve();
      }),
    ),
};

/** cookie-session, which is signed but can be read. Before `webAuth`: `app.use(cookieSession({ keys: [secret] }))`. */
export const inCookieSession: UserKeep = {
  read: (req) => req.session.user,
  write: (req, _res, user) => void (req.session.user = user),
};

/** iron-session, which needs no middleware. */
export const inIronSession = (password: string): UserKeep => {
  const settings = { password, cookieName: '__Host-user', ttl: 86_400 };
  return {
    read: async (req) => (await getIronSession<{ user?: WebUser }>(req, req.res!, settings)).user,
    async write(req, res, user) {
      const session = await getIronSession<{ user?: WebUser }>(req, res, settings);
      if (user === null) session.destroy();
      else {
        session.user = user;
        await session.save();
      }
    },
  };
};

/** A JWT in a cookie, by jose. It is signed but can be read, and works for a day whatever happens. */
export const inJwt = (secret: string): UserKeep => {
  const key = new TextEncoder().encode(secret);
  const cookie = { httpOnly: true, secure: true, sameSite: 'lax' } as const;
  return {
    async read(req) {
      const [, token] = /(?:^|; )__Host-user=([^;]+)/.exec(req.headers.cookie ?? '') ?? [];
      if (token === undefined) return undefined;
      const verified = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined);
      return verified?.payload.user;
    },
    async write(_req, res, user) {
      if (user === null) return void res.clearCookie('__Host-user', cookie);
      const token = new SignJWT({ user }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1d');
      res.cookie('__Host-user', await token.sign(key), { ...cookie, maxAge: 86_400_000 });
    },
  };
};
