import { AUTHORIZE_PATH } from '../../testing/api/authorize-page';
import { createCookieJar, LOOPBACK } from '../../testing/web/cookie-jar';
import type { CookieJar } from '../../testing/web/cookie-jar';
import type { PageOptions } from '../protocol';
import type { SimulatorSession } from '../session';
import { serveView } from './view-server';
import type { ViewServer } from './view-server';

/** The pages that users have open: one for each user, whose cookies are kept from page to page. */
export interface Views {
  /** Opens a page of the app, where a frame can show it; `undefined` for pages that are not the app's. */
  open(openid: string, link: string, options: PageOptions): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Makes them for a session whose page is on this machine. */
export function createViews({ account, userRecords, settings, users }: SimulatorSession): Views {
  const jars = new Map<string, CookieJar>();
  const open = new Map<string, ViewServer>();
  const newJar = (): CookieJar => createCookieJar(() => account.clock.now());

  return {
    async open(openid, link, options) {
      const given = new URL(link);
      const target = given.searchParams.get('redirect_uri') ?? '';
      const authorize = given.pathname === AUTHORIZE_PATH && URL.canParse(target) ? given : undefined;
      const url = authorize === undefined ? given : new URL(target);
      // A bot that the simulator builds has no address of its own.
      const [address] = settings.urls;
      const origin = new URL(address ?? link);
      const isApp =
        LOOPBACK.test(url.hostname) ||
        (address !== undefined && (url.host === account.webDomain() || url.origin === origin.origin));
      const person = userRecords.get(openid);
      if (!settings.isLoopback || !isApp || person === undefined) return undefined;
      const jar = jars.get(openid) ?? newJar();
      jars.set(openid, jar);
      await open.get(openid)?.close();
      const name = users.names.get(openid) ?? openid;
      const view = await serveView({ account, person, name, url, authorize, origin, options, jar, newJar });
      open.set(openid, view);
      return view.url;
    },
    async close() {
      await Promise.all([...open.values()].map((view) => view.close()));
    },
  };
}
