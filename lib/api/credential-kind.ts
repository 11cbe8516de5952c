import type { ApiCredential } from '../errors';
import { credentialAt } from '../hints';
import { property } from '../own';
import type { ApiRequest } from './request';
import type { ApiSettings } from './settings';

/** With what a request is made, as its path, its arguments and its `auth` say; undefined: with nothing. */
export function credentialOf(
  { path, query, json, auth }: ApiRequest,
  { accessToken }: Pick<ApiSettings, 'accessToken'>,
): ApiCredential | undefined {
  if (typeof auth === 'object') return isOfPlatform(auth.appid) ? 'component-secret' : 'app-secret';
  if (auth === 'component') return 'component';
  const taken = credentialAt(path);
  if (taken !== undefined) return taken;
  const names = [...namesOf(query), ...namesOf(json)];
  if (names.some((name) => name.endsWith('secret')))
    return names.some(isOfPlatform) ? 'component-secret' : 'app-secret';
  if (names.includes('component_access_token')) return 'component';
  if (auth === 'none') return property(query, 'access_token') === undefined ? undefined : 'authorizer';
  if (accessToken === 'authorizer') return accessToken;
  if (accessToken === 'none') return 'cloudrun';
  return typeof accessToken === 'function' ? 'function' : 'account';
}

const isOfPlatform = (name: string): boolean => name.startsWith('component_');

const namesOf = (fields: unknown): string[] =>
  typeof fields === 'object' && fields !== null ? Object.keys(fields) : [];
