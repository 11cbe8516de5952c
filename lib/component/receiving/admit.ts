import { DecryptError } from '../../errors';
import type { Admission, Admit, Recipient } from '../../inbound/admission';
import { quietLog } from '../../logger';
import type { Message } from '../../model/message';
import type { Answer, Context } from '../../router/context';
import type { NamedAccount } from '../names';
import { createReleaseTest, releaseTestAppId } from '../release-test';
import { createNotices } from './notices';
import type { NoticeParts } from './notices';
import { candidateIn } from './path';

export interface AdmitParts extends Omit<NoticeParts, 'recipientOf'> {
  /** The handlers of the user. */
  readonly dispatch: (ctx: Context) => Promise<Answer>;
}

/** Says of each push whose it is, and does what the platform itself has to do with notices. */
export function createAdmit(parts: AdmitParts): Admit {
  const { core, componentAppId, clock, logger, background, releaseTest, dispatch } = parts;
  const log = quietLog(logger, clock);
  const recipientOf = (appId: string): Recipient => ({
    appId,
    getApi: () => (appId === componentAppId ? core.api : core.account(appId).api),
    dispatch,
  });
  const admitNotice = createNotices({ ...parts, recipientOf });
  const answerTest = createReleaseTest({
    exchange: (code) => core.exchange(code),
    logger,
    after: (work) => void background.run(work()),
  });
  const testRecipient = (appId: string): Recipient => ({
    ...recipientOf(appId),
    dispatch: (ctx) => Promise.resolve(answerTest(ctx.message, ctx.api)),
  });

  return (message, address) => {
    if (message.MsgType === 'notice') return admitNotice(message);
    const { ToUserName } = message;
    const test = releaseTest ? releaseTestAppId(ToUserName) : undefined;
    if (test !== undefined) return { kind: 'answer', to: testRecipient(test) };
    return core.appIdOf(ToUserName, candidateIn(address, componentAppId)).then((found) => {
      if (found.kind === 'known') core.noteMessage(found.appId, message.CreateTime);
      return admission(found, message);
    });
  };

  function admission(found: NamedAccount, { ToUserName }: Message): Admission {
    switch (found.kind) {
      case 'known':
        return { kind: 'answer', to: recipientOf(found.appId) };
      case 'mismatch':
        throw new DecryptError(
          'The path names another account than the one that the message is for. ($APPID$ in the console stands for the AppID of the account; nobody signs it.)',
        );
      case 'unclear':
        log(
          'error',
          { event: 'account-unclear', code: ToUserName, err: found.error },
          'A message is for an account that is not in the store, and WeChat could not be asked which it is: no handler runs yet.',
        );
        return { kind: 'leave' };
      case 'unknown':
        log(
          'warn',
          { event: 'account-unknown', code: ToUserName },
          'A message is for an account that has not authorised this platform, as far as WeChat tells: no handler runs.',
        );
        return { kind: 'acknowledge', to: Promise.resolve(undefined) };
    }
  }
}
