import type { Api } from '../api/client';
import type { Message } from '../model/message';
import type { Answer, Context } from '../router/context';

/** The receiver of a push, as far as its handlers need it. */
export interface Recipient {
  /** The AppID of the account. */
  readonly appId: string;
  readonly getApi: () => Api;
  /** Runs the handlers. */
  readonly dispatch: (ctx: Context) => Promise<Answer>;
}

/** What a third-party platform does with a push before its handlers run. */
export type Admission =
  /** The handlers of the receiver answer it. */
  | { readonly kind: 'answer'; readonly to: Recipient }
  /** Nothing is done now. The next delivery of the push decides again. */
  | { readonly kind: 'leave' }
  /** WeChat wants only `success`, and at once. The handlers get the push when the receiver is known. */
  | {
      readonly kind: 'acknowledge';
      readonly to: Promise<Recipient | undefined>;
      /** Called when the handlers have the push, or will never get it. */
      readonly delivered?: () => void;
    };

/**
 * Decides about a push. `address` is the path and query of the request, which are not signed.
 *
 * @throws {DecryptError} The address contradicts the push.
 */
export type Admit = (message: Message, address: string) => Admission | Promise<Admission>;
