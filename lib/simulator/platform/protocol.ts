/**
 * What the page for platforms and its server say to each other, by the paths of the other page: `GET events`
 * sends a `PlatformEvent` with everything whenever something has changed; `POST commands` takes a
 * `PlatformCommand`, answered by `{ ok: true }` or a `Failure`.
 */

import type { Language } from '../../language';
import type {
  NoticeName,
  PlatformAccountKind,
  ProblemText,
  ReleaseTestPair,
  SeenOutcome,
} from '../../testing';

/** A permission set that an account can grant. */
export interface PermissionState {
  readonly id: number;
  readonly name: Readonly<Record<Language, string>>;
}

/** Something in a conversation of the account with its user. */
export interface SaidState {
  readonly id: number;
  readonly at: number;
  readonly by: 'user' | 'account' | 'wechat';
  readonly text: string;
  /** What is wrong with the answer to it. */
  readonly problem?: ProblemText;
}

/** An account, as its owner and its user see it. */
export interface AuthorizerState {
  readonly appId: string;
  readonly originalId: string;
  readonly kind: PlatformAccountKind;
  /** What the platform has just now; none: it is not authorised. */
  readonly granted: readonly number[];
  /** Where the browser was led after the last authorisation, and with which status the app answered there. */
  readonly redirect?: { readonly address: string; readonly status?: number };
  readonly said: readonly SaidState[];
}

/** A push. */
export interface PlatformPushState {
  readonly id: number;
  /** Milliseconds since 1970, by WeChat's clock. */
  readonly at: number;
  readonly kind: 'message' | 'event' | 'notice' | 'check';
  readonly name: string;
  /** The account it is of; absent for a notice. */
  readonly appId?: string;
  /** The message before it was encrypted. */
  readonly text: string;
  readonly status?: number;
  readonly ms?: number;
  /** Absent while it is on its way. */
  readonly outcome?: SeenOutcome;
  readonly problem?: ProblemText;
}

/** The release test. */
export type ReleaseTestState =
  | { readonly is: 'never' }
  | { readonly is: 'running' }
  | { readonly is: 'over'; readonly passed: boolean; readonly pairs: readonly ReleaseTestPair[] };

/** Everything there is to show. */
export interface PlatformState {
  readonly language?: Language;
  readonly componentAppId: string;
  readonly apiUrl: string;
  readonly eventsUrl: string;
  readonly messagesUrl: string;
  /** Milliseconds since 1970 by WeChat's clock, as of now. */
  readonly now: number;
  readonly pushesTickets: boolean;
  readonly permissions: {
    readonly officialAccount: readonly PermissionState[];
    readonly miniProgram: readonly PermissionState[];
  };
  readonly notices: readonly NoticeName[];
  readonly accounts: readonly AuthorizerState[];
  /** The newest last. */
  readonly pushes: readonly PlatformPushState[];
  readonly releaseTest: ReleaseTestState;
}

export interface PlatformEvent {
  readonly type: 'snapshot';
  readonly state: PlatformState;
}

/** What the page can ask for. */
export type PlatformCommand =
  | { readonly type: 'addAccount'; readonly kind: PlatformAccountKind }
  | {
      readonly type: 'authorize';
      readonly appId: string;
      readonly permissions: readonly number[];
      /** Where to begin: the address of a page of the app that leads to WeChat's. */
      readonly page?: string;
      readonly lost?: boolean;
      readonly twice?: boolean;
    }
  | { readonly type: 'change'; readonly appId: string; readonly permissions: readonly number[] }
  | { readonly type: 'withdraw'; readonly appId: string }
  | { readonly type: 'say'; readonly appId: string; readonly text: string }
  | { readonly type: 'enter'; readonly appId: string }
  | { readonly type: 'notice'; readonly name: NoticeName }
  | { readonly type: 'loseTicket' }
  | { readonly type: 'stepClock'; readonly ms: number }
  | { readonly type: 'releaseTest'; readonly pair?: number };
