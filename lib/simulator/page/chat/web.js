/** @import { App } from '../app.js' */
/** @import { WebPage } from '../model.js' */

/**
 * Opens a link of a message beside the page, by way of the server: it knows WeChat's page for signing in.
 *
 * @param {App} app
 * @param {string} openid
 * @param {MouseEvent} event
 */
export function openWeb(app, openid, event) {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute('download')) return;
  event.preventDefault();
  void visit(app, openid, link.href);
}

/**
 * Opens a page of the bot in WeChat's browser, and others beside the page.
 *
 * @param {App} app
 * @param {string} openid
 * @param {string} link
 * @param {'menu' | 'chat'} [from]
 */
export async function visit(app, openid, link, from = 'chat') {
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

/**
 * @param {App} app
 * @param {string} openid
 * @param {WebPage | undefined} page
 */
export const showPage = ({ store }, openid, page) =>
  store.set({ webPages: { ...store.get().webPages, [openid]: page } });
