import type { Api } from '../api/client';
import type { Message } from '../model/message';
import type { Answer, Context } from '../router/context';

/** Whom a push is for, as far as its handlers need to know. */
export interface Recipient {
  /** AppID of the account. */
  readonly appId: string;
  readonly getApi: () => Api;
  /** Runs the handlers. */
  readonly dispatch: (ctx: Context) => Promise<Answer>;
}

/** What a third-party platform makes of a push before its handlers. */
export type Admission =
  /** Its handlers answer it. */
  | { readonly kind: 'answer'; readonly to: Recipient }
  /** Nothing is done with it now: it is left to its next delivery. */
  | { readonly kind: 'leave' }
  /** WeChat wants nothing but `success`, and at once; handlers hear of it when there is a recipient. */
  | {
      readonly kind: 'acknowledge';
      readonly to: Promise<Recipient | undefined>;
      /** Is called when the handlers have it, or nobody ever will. */
      readonly delivered?: () => void;
    };

/**
 * Admits a push. `address` is the path and query of the request, which nobody has signed.
 *
 * @throws {DecryptError} The address contradicts the push.
 */
export type Admit = (message: Message, address: string) => Admission | Promise<Admission>;
