/** Whether this may be the AppID of an account; the platform's own is none. */
export const isAccountId = (value: unknown, componentAppId: string): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value) && value !== componentAppId;
