import type { Clock } from '../../clock';
import type { Admission, Recipient } from '../../inbound/admission';
import type { Logger } from '../../logger';
import type { NoticeMessage } from '../../model/message';
import type { AuthorizationNotice } from '../authorizations';
import { isAccountId } from '../account-id';
import type { PlatformCore } from '../core';
import { isReleaseTest } from '../release-test';
import type { Background } from './background';
import { APP_ID } from './path';

export interface NoticeParts {
  readonly core: PlatformCore;
  readonly componentAppId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly background: Background;
  readonly releaseTest: boolean;
  readonly recipientOf: (appId: string) => Recipient;
}

/** What there is to do for a notice, besides the handlers. */
interface NoticeWork {
  /** AppID of the account it is about, if it says so and there is nothing to follow. */
  readonly appId?: string | undefined;
  /**
   * What has to be kept before WeChat is told that the notice has arrived: it may not come again. Does not
   * reject.
   */
  readonly keep?: () => Promise<unknown>;
  /** What goes on then. Yields the AppID for which handlers run; nothing: they must not. */
  readonly follow?: () => Promise<string | undefined>;
}

/** How long WeChat waits for `success` at most, should the store be slow or WeChat have to be asked. */
const KEEP_MS = 1_000;

/** Nothing can be done for a notice, and its handlers would take it for one of another account. */
const NOTHING: NoticeWork = { follow: () => Promise.resolve(undefined) };

/** Does what a platform has to do with notices, and hands them to the handlers then. */
export function createNotices(parts: NoticeParts): (message: NoticeMessage) => Promise<Admission> {
  const { core, componentAppId, clock, logger, background, releaseTest, recipientOf } = parts;

  return async (message) => {
    // Half of it might be done: WeChat pushes it again, to a process that can do all.
    if (background.isClosing) return { kind: 'leave' };
    let delivered = (): void => undefined;
    void background.run(new Promise<void>((resolve) => (delivered = resolve)));
    const { appId, keep, follow } = workFor(message);
    if (keep !== undefined) await unlessLate(background.run(keep()));
    const following = follow?.() ?? Promise.resolve(appId ?? componentAppId);
    const to = background.run(following.catch((error: unknown) => failed(message, error)));
    return { kind: 'acknowledge', to: to.then(recipient), delivered };
  };

  /** WeChat's test accounts come and go; nobody has anything to do with them. */
  function recipient(appId: string | undefined): Recipient | undefined {
    return appId === undefined || (releaseTest && isReleaseTest(appId)) ? undefined : recipientOf(appId);
  }

  function failed({ InfoType }: NoticeMessage, error: unknown): undefined {
    logger.error(
      { event: 'notice-failed', InfoType, err: error },
      'What a notice asks for could not be done: no handler gets it, since there is no account that it could use.',
    );
  }

  async function unlessLate(keeping: Promise<unknown>): Promise<void> {
    let timer: unknown;
    const late = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, KEEP_MS)));
    await Promise.race([keeping, late]);
    clock.clearTimeout(timer);
  }

  function workFor(message: NoticeMessage): NoticeWork {
    switch (message.InfoType) {
      case 'component_verify_ticket': {
        const { ComponentVerifyTicket: value } = message;
        // Without a time of its own, it is as new as its push.
        const createdAt = secondsIn(message.CreateTime) || Math.floor(clock.now() / 1000);
        return value === ''
          ? incomplete(message, 'ComponentVerifyTicket')
          : { keep: () => core.takeTicket(value, createdAt) };
      }
      case 'authorized':
      case 'updateauthorized': {
        const appId = accountIn(message.AuthorizerAppid);
        const code = message.AuthorizationCode;
        if (appId === undefined && code === '') return incomplete(message, 'AuthorizerAppid');
        const createdAt = secondsIn(message.CreateTime);
        const expiresAt = createdAt > 0 ? message.AuthorizationCodeExpiredTime : undefined;
        return authorized({ appId, code, createdAt, expiresAt });
      }
      case 'unauthorized': {
        const appId = accountIn(message.AuthorizerAppid);
        return appId === undefined
          ? incomplete(message, 'AuthorizerAppid')
          : withdrawn(appId, secondsIn(message.CreateTime));
      }
      case 'notify_third_fasteregister':
        return registered(message);
      default:
        return { appId: namedIn(message) };
    }
  }

  function authorized(notice: AuthorizationNotice): NoticeWork {
    return {
      keep: () => core.noteAuthorization(notice),
      // Why it cannot be used has been logged.
      follow: () =>
        core.completeAuthorization(notice).then(
          ({ appId }) => appId,
          () => undefined,
        ),
    };
  }

  function withdrawn(appId: string, createdAt: number): NoticeWork {
    let changing: Promise<boolean> | undefined;
    const change = () => (changing ??= core.withdraw(appId, createdAt));
    // One that an authorisation has overtaken says nothing any more: handlers must not take the account for
    // gone.
    return { keep: change, follow: async () => ((await change()) ? appId : undefined) };
  }

  /**
   * A mini program that was registered by the platform is authorised by that; without a code it was not
   * registered.
   */
  function registered(message: NoticeMessage<'notify_third_fasteregister'>): NoticeWork {
    const { appid, auth_code = '', CreateTime } = message;
    if (auth_code === '') return { appId: namedIn(message) };
    return authorized({ appId: accountIn(appid), code: auth_code, createdAt: secondsIn(CreateTime) });
  }

  function incomplete({ InfoType }: NoticeMessage, field: string): NoticeWork {
    logger.error(
      { event: 'notice-incomplete', InfoType, field },
      'A notice does not say what it is about: nothing is done for it, and no handler runs.',
    );
    return NOTHING;
  }

  function accountIn(value: string | undefined): string | undefined {
    return isAccountId(value, componentAppId) ? value : undefined;
  }
}

/** Seconds have ten digits until the year 2286. */
const MAX_SECONDS = 9_999_999_999;

/** A time of WeChat's, in seconds; 0 for what can be none. */
function secondsIn(time: number | undefined): number {
  return time !== undefined && time > 0 && time <= MAX_SECONDS ? Math.floor(time) : 0;
}

/** The account that a notice names: in other fields for other notices. */
function namedIn(message: NoticeMessage): string | undefined {
  const fields = message as Readonly<Record<string, unknown>>;
  const values = ['appid', 'authorizer_appid', 'verify_appid'].map((name) => fields[name]);
  return values.find((value): value is string => typeof value === 'string' && APP_ID.test(value));
}
