import { wechat } from 'offiaccount';
import type { WeChat } from 'offiaccount';

/** The settings of the console, from the environment. */
export function accountFrom(env: NodeJS.ProcessEnv): WeChat {
  const { WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_ENCODING_AES_KEY } = env;
  return wechat({
    appId: WECHAT_APP_ID ?? '',
    token: WECHAT_TOKEN ?? '',
    // A test account has no key. A bot that only replies needs no AppSecret.
    ...(WECHAT_ENCODING_AES_KEY && { encodingAESKey: WECHAT_ENCODING_AES_KEY }),
    ...(WECHAT_APP_SECRET && { appSecret: WECHAT_APP_SECRET }),
  });
}
