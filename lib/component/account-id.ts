import { isWord } from '../api/settings';

/** Whether this may be the AppID of an account; the platform's own is none. */
export const isAccountId = (value: unknown, componentAppId: string): value is string =>
  isWord(value) && value !== componentAppId;
