import type { Api } from '../api/client';
import { ApiError } from '../errors';
import type { Logger } from '../logger';
import type { Message } from '../model/message';
import type { Account } from './types';

/**
 * The accounts with which WeChat tests a platform before it is published (全网发布接入检测): by AppID, the original
 * id of each. One pair is drawn; all of them must work.
 */
export const RELEASE_TEST_ACCOUNTS: Readonly<Record<string, string>> = {
  wx570bc396a51b8ff8: 'gh_3c884a361561',
  wxd101a85aa106f53e: 'gh_8dad206e9538',
  wx9252c5e0bb1836fc: 'gh_c0f28a78b318',
  wxc39235c15087f6f3: 'gh_905ae9d01059',
  wx8e1097c5bc82cde9: 'gh_3f222ed8d140',
  wx7720d01d4b2a4500: 'gh_393666f1fdf4',
  wx14550af28c71a144: 'gh_26128078e9ab',
  wx05d483572dcd5d8b: 'gh_39abb5d4e1b7',
  wxa35b9c23cfe664eb: 'gh_2b3713f184a6',
  wx5910277cae6fd970: 'gh_7818dcb60240',
};

const APP_IDS: ReadonlyMap<string, string> = new Map(
  Object.entries(RELEASE_TEST_ACCOUNTS).map(([appId, userName]) => [userName, appId]),
);

/** AppID of the test account with that original id. */
export const releaseTestAppId = (userName: string): string | undefined => APP_IDS.get(userName);

export const isReleaseTest = (appId: string): boolean => Object.hasOwn(RELEASE_TEST_ACCOUNTS, appId);

const TEXT = 'TESTCOMPONENT_MSG_TYPE_TEXT';
const QUERY = 'QUERY_AUTH_CODE:';
/** WeChat's code for one that is wrong, or has been used. */
const CODE_USED = 61009;

/** What the test is answered with. */
export interface ReleaseTestParts {
  readonly exchange: (code: string) => Promise<Account>;
  readonly logger: Logger;
  /** Goes on with something after the answer. */
  readonly after: (work: () => Promise<void>) => void;
}

/** Answers what WeChat's test accounts say, as the page of the test wants it. */
export function createReleaseTest({ exchange, logger, after }: ReleaseTestParts) {
  return (message: Message, api: Api): string | undefined => {
    // Gone from the page, but runs of the test have asked for it.
    if (message.MsgType === 'event') return `${message.Event}from_callback`;
    if (message.MsgType !== 'text') return undefined;
    const content = message.Content.trim();
    if (content === TEXT) return `${TEXT}_callback`;
    if (content.startsWith(QUERY)) {
      const code = content.slice(QUERY.length);
      after(() => sendFromApi(code, message.FromUserName, api));
    }
    // Nothing, at once: the answer to the code comes by the API.
    return undefined;
  };

  async function sendFromApi(code: string, touser: string, api: Api): Promise<void> {
    try {
      const { customerMessage } = await apiFor(code, api);
      await customerMessage.send({ touser, msgtype: 'text', text: { content: `${code}_from_api` } });
    } catch (error) {
      logger.error(
        { event: 'release-test-failed', err: error },
        'The release test (全网发布接入检测) got no message by the API.',
      );
    }
  }

  /** With the tokens of the code; it may be the code of the authorisation, which has been exchanged. */
  async function apiFor(code: string, api: Api): Promise<Api> {
    try {
      return (await exchange(code)).api;
    } catch (error) {
      if (error instanceof ApiError && error.errcode === CODE_USED) return api;
      throw error;
    }
  }
}
