import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';

const { env } = process;

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1' },
    quiet: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    platform: { type: 'boolean', default: false },
    'no-open': { type: 'boolean', default: false },
  },
});

/** Without settings of a real account, the offline WeChat plays it with these. */
export const MADE_UP = {
  appId: 'wx0123456789abcdef',
  appSecret: 'madeUp',
  token: 'demoToken',
  encodingAESKey: 'demoKeyForTheSimulatorOnly0123456789ABCDEFG',
};

/** Whether the settings are those of a real account. */
export const isReal = env.WECHAT_APP_ID !== undefined;

/** The account: from the environment, else made up. What a real one does not have is left out: it must not be empty. */
export const account = isReal
  ? {
      appId: env.WECHAT_APP_ID ?? '',
      token: env.WECHAT_TOKEN ?? '',
      ...(env.WECHAT_APP_SECRET && { appSecret: env.WECHAT_APP_SECRET }),
      ...(env.WECHAT_ENCODING_AES_KEY && { encodingAESKey: env.WECHAT_ENCODING_AES_KEY }),
    }
  : MADE_UP;

if (!/^[1-9]\d?$/.test(values.workers)) throw new Error('--workers takes a number from 1 to 99.');
/** How many processes serve the bot. */
export const workers = Number(values.workers);

/** Shows everything that goes over the wire, and all that the bot does about it: of several processes, which one does what. */
export const isVerbose = values.verbose || workers > 1 || cluster.isWorker;

/** Nobody but you talks to the bot. */
export const isQuiet = values.quiet;

/** A third-party platform with several accounts, instead of one account. */
export const isPlatform = values.platform;

/** No browser is opened. */
export const staysClosed = values['no-open'];

/** Where to listen; absent: 3000, or any port when that is taken. */
export const port = env.PORT === undefined ? undefined : Number(env.PORT);

// The made-up token is known to everybody, so nobody but this machine may use it.
/** The address to listen at; absent: all of this machine's. */
export const host = isReal ? undefined : '127.0.0.1';

/** What processes share; absent: one process keeps it in memory. */
export const redisUrl = env.REDIS_URL;

/** Seals what browsers keep. Without one, whoever starts the demo makes one for all processes. */
export const cookieSecret = env.COOKIE_SECRET ?? randomBytes(32).toString('base64url');

/** WeChat's API; absent: the real one. */
export const apiHost = env.WECHAT_API_HOST;

/** A language model behind the bot: a server that speaks the language of OpenAI's chat completions. Absent: a played one. */
export const model = {
  /** Such as https://api.example.com/v1. */
  baseUrl: env.LLM_BASE_URL?.replace(/\/+$/, ''),
  key: env.LLM_API_KEY,
  name: env.LLM_MODEL ?? 'default',
};

/** How browsers reach this server. */
export const originAt = (actual: number): string => env.PUBLIC_URL ?? `http://127.0.0.1:${actual}`;
