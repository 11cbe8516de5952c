const { env } = process;

/** Without settings of a real account, the simulator plays WeChat with these. */
const MADE_UP = {
  appId: 'wx0123456789abcdef',
  token: 'demoToken',
  encodingAESKey: 'demoKeyForTheSimulatorOnly0123456789ABCDEFG',
};

/** Whether the settings are those of a real account. */
export const isReal = env.WECHAT_APP_ID !== undefined;

/** The account: from the environment, else made up. */
export const account = isReal
  ? {
      appId: env.WECHAT_APP_ID ?? '',
      token: env.WECHAT_TOKEN ?? '',
      ...(env.WECHAT_APP_SECRET && { appSecret: env.WECHAT_APP_SECRET }),
      ...(env.WECHAT_ENCODING_AES_KEY && { encodingAESKey: env.WECHAT_ENCODING_AES_KEY }),
    }
  : MADE_UP;

/** Where to listen. */
export const port = Number(env.PORT ?? 3000);
