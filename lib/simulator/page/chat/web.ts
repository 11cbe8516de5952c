import type { App } from '../app';
import type { WebPage } from '../model';

/**
 * Opens a link of a message in a new tab. The link leads through the server, which knows WeChat's page for
 * signing in.
 */
export function openWeb(app: App, openid: string, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('download')) return;
  event.preventDefault();
  void visit(app, openid, link.href);
}

/** Opens a page of the bot in WeChat's browser, and other pages in a new tab. */
export async function visit(
  app: App,
  openid: string,
  link: string,
  from: WebPage['from'] = 'chat',
): Promise<void> {
  const answer = await app.act({ type: 'openPage', openid, url: link, from });
  if (answer === undefined) return;
  if (answer.url !== undefined) {
    showPage(app, openid, { link, from, url: answer.url });
    return;
  }
  const other = await app.act({ type: 'openLink', openid, url: link });
  if (other?.url !== undefined && /^https?:\/\//i.test(other.url))
    window.open(other.url, '_blank', 'noopener,noreferrer');
}

/** Shows a page of the bot on a user's phone, or closes it. */
export const showPage = ({ store }: App, openid: string, page: WebPage | undefined): void =>
  store.set({ webPages: { ...store.get().webPages, [openid]: page } });
