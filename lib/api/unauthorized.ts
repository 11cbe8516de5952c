import { ACCOUNT_KIND_WORDS, ACCOUNT_KINDS } from '../model/account-kinds';
import { mayCall } from '../model/account-rights';
import { CUSTOM_SEND_PATH } from '../model/service-deeds';
import type { ApiSettings } from './settings';

/** Warns once of each path that WeChat refuses, and names the kind of account that it may be. */
export function unauthorizedWarning({ appId, kind, logger }: ApiSettings): (path: string) => void {
  const told = new Set<string>();
  return (path) => {
    if (told.has(path)) return;
    told.add(path);
    const lacking = ACCOUNT_KINDS.filter((each) => !mayCall(each, path));
    const guess = lacking.map((each) => ACCOUNT_KIND_WORDS[each].en).join(', or ');
    const is =
      kind !== undefined && mayCall(kind, path)
        ? `The setting "kind" says "${kind}", whose accounts may: compare it with the console.`
        : guess === ''
          ? 'All kinds of accounts may: the console (微信开发者平台 → 接口管理 → 接口权限与额度) shows why this one may not.'
          : `So this is perhaps ${guess}: with the setting "kind", such calls are not tried.`;
    const late =
      path === CUSTOM_SEND_PATH ? " Late answers go to onLate meanwhile, as with late: 'retry-only'." : '';
    logger.warn(
      { event: 'unauthorized', code: 48001, endpoint: path, appId, ...(kind !== undefined && { kind }) },
      `WeChat says that the account may not call ${path} (48001), and is not asked again for 10 minutes. ${is}${late}`,
    );
  };
}
