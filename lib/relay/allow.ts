import type { ApiRequest } from '../api/request';
import { ConfigError } from '../errors';
import { didYouMean } from '../did-you-mean';
import { endpointsOf, isNeverRelayed, knownNames } from './catalogue';

/** What changes nothing and hands out nothing. */
const READ_ONLY: readonly string[] = [
  'autoreply.getCurrentAutoreplyInfo',
  'base.getApiDomainIp',
  'base.getCallbackIp',
  'blacklist.getList',
  'comment.list',
  'datacube.*',
  'draft.batchGet',
  'draft.count',
  'draft.get',
  'freepublish.batchGet',
  'freepublish.get',
  'freepublish.getArticle',
  'kfAccount.getKfList',
  'kfAccount.getOnlineKfList',
  'kfRecord.getMsgList',
  'kfSession.getSession',
  'kfSession.getSessionList',
  'kfSession.getWaitCase',
  'mass.get',
  'mass.getSpeed',
  'material.batchGet',
  'material.get',
  'material.getCount',
  'media.get',
  'media.getJssdkVoice',
  'menu.get',
  'menu.getCurrentSelfmenuInfo',
  'menu.tryMatch',
  'openapi.getApiQuota',
  'openapi.getRidInfo',
  'subscribeMessage.getCategory',
  'subscribeMessage.getPubTemplateKeywords',
  'subscribeMessage.getPubTemplateTitles',
  'subscribeMessage.getTemplateList',
  'tag.getIdList',
  'tag.getList',
  'tag.getUsers',
  'templateMessage.getAllPrivateTemplate',
  'templateMessage.getIndustry',
  'templateMessage.queryBlockTmplMsg',
  'user.batchGetInfo',
  'user.getInfo',
  'user.getList',
  'wxopen.getLinkedMiniPrograms',
  'wxopen.getQrcodeJumpRules',
];

/** What a relay may do. */
export interface Permission {
  /** Whether the access token itself is handed out. */
  readonly token: boolean;
  /** The request as it may be sent, or its name, which is not allowed. */
  readonly check: (request: ApiRequest) => Permitted;
}

export type Permitted =
  | { readonly kind: 'allowed'; readonly name: string; readonly request: ApiRequest }
  | { readonly kind: 'refused'; readonly name: string };

/**
 * Reads the list of what is allowed.
 *
 * @throws {ConfigError} An entry is none, or says nothing that a relay does.
 */
export function readAllow(given: unknown = ['read-only']): Permission {
  if (!Array.isArray(given) || given.length === 0)
    throw new ConfigError(
      "relay(): \"allow\" is a list such as ['user.*', 'customerMessage.send']; without it, everything that only reads.",
    );
  const listed: readonly unknown[] = given;
  const entries = listed.flatMap((each): readonly unknown[] => (each === 'read-only' ? READ_ONLY : [each]));
  const allowed = new Set<string>();
  const paths = new Set<string>();
  let isEverything = false;
  for (const entry of entries) {
    if (typeof entry !== 'string') throw unknownEntry(entry);
    if (entry === '*') isEverything = true;
    else if (/^\/[\w./-]+$/.test(entry)) paths.add(entry);
    else if (entry !== 'token') for (const name of namesOf(entry)) allowed.add(name);
  }

  return {
    token: entries.includes('token'),
    check(request) {
      const found = endpointsOf(request);
      const [first] = found;
      // Of a path that this package has no function for, the follower says how it is sent; only by the
      // account's token.
      if (first === undefined) {
        const kind = isEverything || paths.has(request.path) ? 'allowed' : 'refused';
        return { kind, name: request.path, request };
      }
      const may = (name: string) =>
        !isNeverRelayed(name) && (isEverything || allowed.has(name) || paths.has(request.path));
      const permitted = found.find(({ name }) => may(name));
      if (permitted === undefined) return { kind: 'refused', name: first.name };
      const { method, path, query, json, parts } = request;
      const content = {
        ...(query && { query }),
        ...(json !== undefined && { json }),
        ...(parts && { parts }),
      };
      return {
        kind: 'allowed',
        name: permitted.name,
        request: { ...permitted.options, method, path, ...content },
      };
    },
  };
}

function namesOf(entry: string): readonly string[] {
  const all = knownNames();
  const group = entry.endsWith('.*') ? entry.slice(0, -1) : undefined;
  const found = [...all].filter(([name]) => (group === undefined ? name === entry : name.startsWith(group)));
  if (found.length === 0) throw unknownEntry(entry);
  const names = found.map(([, name]) => name);
  if (names.every(isNeverRelayed))
    throw new ConfigError(
      `relay(): "${entry}" cannot be allowed, since a relay hands out no credentials this way. 'token' shares the access token with follow().`,
    );
  return names;
}

function unknownEntry(entry: unknown): ConfigError {
  const [meant] =
    typeof entry === 'string' ? didYouMean(entry, [...knownNames().keys(), 'token', 'read-only']) : [];
  return new ConfigError(
    `relay(): "allow" has an entry that is no function of the API: ${typeof entry === 'string' ? `"${entry}"` : 'no text'}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
  );
}
