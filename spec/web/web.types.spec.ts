import express from 'express';
import type { Request, RequestHandler } from 'express';
import type { SignedIn, WebAuth, WebUser } from 'offiaccount';

/*
 * What the compiler must accept and refuse of pages that need a user. Nothing here is run but the last line: `npm run types` is the
 * test, since an unused @ts-expect-error is an error too.
 */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

export const types = (web: WebAuth, plain: RequestHandler): void => {
  const app = express();
  app.use(web);

  // Behind require() somebody is there.
  app.get('/', web.require(), (req, res) => {
    is<Equal<typeof req.wechat, WebUser>>();
    res.send(req.wechat.openid);
  });
  app.get('/orders/:id', web.require({ profile: true }), (req) => {
    is<Equal<typeof req.wechat, WebUser>>();
  });
  app.get('/both', plain, web.require({ snapshot: 'allow' }), (req) =>
    is<Equal<typeof req.wechat, WebUser>>(),
  );
  app.post('/form', web.require(), async (req, res) => res.json(await Promise.resolve(req.wechat.nickname)));

  // Behind optional(), and elsewhere, somebody may be.
  app.get('/news', web.optional(), (req) => {
    is<Equal<typeof req.wechat, WebUser | undefined>>();
    // @ts-expect-error nobody has to be there
    req.wechat.openid.trim();
  });
  app.get('/plain', (req) => is<Equal<typeof req.wechat, WebUser | undefined>>());
  const named = (req: Request<object, unknown, unknown, object, SignedIn>) => req.wechat.openid;
  app.get('/named', web.require(), (req, res) => res.send(named(req)));
  app.post('/sign-out', web.signOut({ to: '/bye' }));

  // @ts-expect-error a scope is not named here
  web.require({ scope: 'snsapi_userinfo' });
  // @ts-expect-error 'allow' or 'refuse'
  web.require({ snapshot: true });
};

it('is checked by the compiler', () => expect(typeof types).toBe('function'));
