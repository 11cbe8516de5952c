/** The AppID of an account. */
export const APP_ID = /^wx[0-9a-f]{16}$/;

/**
 * The AppID in a path for which the console has `$APPID$`. Nobody has signed it: it is a place to look, and
 * proves nothing. The platform's own may be in the path as well.
 */
export function candidateIn(address: string, componentAppId: string): string | undefined {
  const [path = ''] = address.split('?', 1);
  return path.split('/').findLast((part) => APP_ID.test(part) && part !== componentAppId);
}
