import { AUTHORIZE_PATH, addressBack, readAuthorizePage } from '../testing/api/authorize-page';
import { CommandError } from './command-error';
import type { SimulatorSession } from './session';

/** Where a link leads a user: WeChat's page for signing in sends them on, with a code. */
export function openOauthLink(
  { simulator, account }: SimulatorSession,
  openid: string,
  link: string,
): string {
  const url = new URL(link);
  if (url.pathname !== AUTHORIZE_PATH) return url.href;
  const { appId, webDomain } = account;
  const asked = readAuthorizePage(url, { appId, webDomain: webDomain(), kind: account.kind() });
  if ('code' in asked) throw CommandError.because('page-refuses', asked);
  return addressBack(asked, simulator.api.authorize(openid, asked.scope), asked.state).href;
}
