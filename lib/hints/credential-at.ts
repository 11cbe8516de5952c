import type { ApiCredential } from '../errors';

/**
 * Which credential a path takes, where that is not the account's token; undefined: it is, or none is needed.
 */
export function credentialAt(path: string): ApiCredential | undefined {
  if (OF_PLATFORM.test(path)) return 'component-secret';
  if (path.includes('/component/')) return 'component';
  if (OF_ACCOUNT.test(path)) return 'app-secret';
  // Whatever token goes there, that of a user belongs there.
  return path.startsWith('/sns/') ? 'user' : undefined;
}

const OF_PLATFORM = /^\/cgi-bin\/component\/(?:api_component_token|api_start_push_ticket|clear_quota\/v2)$/;
const OF_ACCOUNT =
  /^\/cgi-bin\/(?:(?:stable_)?token|clear_quota\/v2)$|^\/sns\/(?:oauth2\/access_token|jscode2session)$/;
