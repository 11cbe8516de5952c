/** @import { App } from '../app.js' */

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
 * @param {App} app
 * @param {string} openid
 * @param {string} url
 */
export async function visit({ act }, openid, url) {
  const answer = await act({ type: 'openLink', openid, url });
  if (answer?.url !== undefined && /^https?:\/\//i.test(answer.url))
    window.open(answer.url, '_blank', 'noopener,noreferrer');
}
