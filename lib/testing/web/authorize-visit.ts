import { addressBack } from '../api/authorize-page';
import type { AuthorizeRequest } from '../api/authorize-page';
import { grants } from '../api/endpoints/oauth';
import type { FakeAccount } from '../api/fake-account';
import type { AuthorizeSettings } from '../api/fake-api';
import type { UserRecord } from '../user-record';
import type { OpenOptions } from './page-options';

/** Where WeChat leads a user back to. */
export interface WayBack {
  /** Loaded at the same moment; the last one is shown. */
  readonly urls: readonly URL[];
  /** Whether the page is a snapshot page from now on. */
  readonly isSnapshot: boolean;
}

/**
 * Whether WeChat's page asks a user: followers who come from the menu or the chat are not asked for their
 * profile.
 */
export function isAsked(
  { scope, isForced }: AuthorizeRequest,
  person: UserRecord,
  from: OpenOptions['from'] = 'link',
): boolean {
  const isSilent = person.follows && (from === 'menu' || from === 'chat');
  return isForced || (scope === 'snsapi_userinfo' && !isSilent);
}

const stateOf = ({ state }: AuthorizeRequest, options: Pick<OpenOptions, 'state'>): string | undefined =>
  options.state === 'foreign' ? 'foreignState' : state;

/** The way back of a user who has agreed. */
export function agree(
  account: FakeAccount,
  person: UserRecord,
  asked: AuthorizeRequest,
  options: Pick<OpenOptions, 'snapshot' | 'callback' | 'code' | 'state'>,
  wasSnapshot: boolean,
): WayBack {
  const { snapshot = false, callback, code = 'good' } = options;
  const isSnapshot = wasSnapshot || (snapshot && asked.scope === 'snsapi_userinfo');
  const settings: AuthorizeSettings = { snapshot: isSnapshot, ...(code !== 'good' && { code }) };
  const back = (): URL => {
    const made = account.part(grants).authorize(person.openid, asked.scope, settings);
    return addressBack(asked, made, stateOf(asked, options));
  };
  const first = back();
  const second = callback === 'two-codes' ? [back()] : callback === 'twice' ? [first] : [];
  return { urls: [first, ...second], isSnapshot };
}

/** The way back of a user who does not want to. */
export const refuse = (
  asked: AuthorizeRequest,
  options: Pick<OpenOptions, 'state'>,
  isSnapshot: boolean,
): WayBack => ({ urls: [addressBack(asked, undefined, stateOf(asked, options))], isSnapshot });
