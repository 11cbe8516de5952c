/**
 * What the page and the server of the offline WeChat say to each other. All addresses are relative to the
 * page's own, which ends with `/` (and has the path token in it where there is one), so the page uses
 * relative URLs only:
 *
 * | Request | What it is |
 * |---|---|
 * | `GET events` | Server-Sent Events, each `data:` a `LiveEvent` as JSON (no `event:` name). The first is a `snapshot`, after each reconnection again: throw away what you have, then. |
 * | `GET state` | The same snapshot once, a `State`. |
 * | `GET account-data` | What the account has by now, an `AccountData`. |
 * | `POST commands` | A `Command` as JSON; answered by a `CommandAnswer` with 200, or by a `Failure` with 4xx. What comes of it arrives as events. |
 * | `POST uploads?type=image&filename=cat.png` | A file as the raw body, `Content-Type: application/octet-stream`; answered by an `Upload` or a `Failure`. |
 * | `GET media/<media id>` | The bytes of a media, of a user's or of the account's; `204` when there is none. |
 * | `GET picture?url=<URL>` | The bytes of a picture by its URL in a message (`PicUrl`, `thumb_url`, a QR code's), as far as the offline WeChat has it: `204` for pictures of other hosts, which the page must not ask. |
 * | `GET save?as=json` / `jest` / `vitest` / `node-test` | The conversation as a file to download: a `Conversation`, or a spec for that test runner. |
 * | `POST replay` | A `Conversation` as JSON; answered by a `CommandAnswer` or a `Failure`; goes on in the `replay` events. |
 *
 * Text in messages, problems and names is what a program somewhere sent: show it as text, never as HTML.
 */

import type { Language } from '../language';
import type {
  AccountKind,
  CallNote,
  ProblemCode,
  ProblemText,
  SeenMessage,
  SeenOutcome,
  TokenState,
} from '../testing';
import type { FailureCode, FailureReason } from './failures';

/** How pushes go over the wire: 明文, 兼容 or 安全模式. */
export type Mode = 'clear' | 'compatible' | 'safe';

/** Data format of the pushes. */
export type Format = 'xml' | 'json';

/** WeChat's API as a whole: `down` resets connections, `hanging` never answers, `busy` answers −1. */
export type Upstream = 'up' | 'down' | 'hanging' | 'busy';

/** What can be switched while it runs. The command `switch` takes any part of it. */
export interface Switches {
  /** Only `clear` is possible where `AccountState.canEncrypt` is false. */
  readonly mode: Mode;
  readonly format: Format;
  readonly kind: AccountKind;
  /**
   * How windows of customer-service messages combine, which WeChat does not say: each allows its own number,
   * or they run down together.
   */
  readonly windowOverlap: 'adds-up' | 'strict';
  /**
   * Most milliseconds, 0 to 60,000, that a message takes to its user, each another: what is sent at once may
   * arrive in another order.
   */
  readonly arrivalJitter: number;
  /** Milliseconds, 0 to 60,000, that each delivery takes to the bot; they count in the 5 s. */
  readonly networkDelay: number;
  /**
   * How many of the next answers of the bot get lost on their way, 0 to 1000; counts down. WeChat then waits
   * for its 5 s.
   */
  readonly loseAnswers: number;
  /**
   * Whether the bot's process ends before its next answer is stored; goes off when it has. Only where
   * `AccountState.canRestart`.
   */
  readonly diesBeforeAnswer: boolean;
  /** Whether deliveries go to the bot's processes in turn; without, all go to the first. */
  readonly rotate: boolean;
  /**
   * Whether tokens are refused with 40164, which names the bot's address. A token in use works on: the
   * command `revokeToken` ends it.
   */
  readonly ipRefused: boolean;
  /**
   * Whether calls are refused with 45009. The bot's own `clear_quota` and midnight in Beijing switch it off.
   */
  readonly quotaUsedUp: boolean;
  readonly upstream: Upstream;
}

/**
 * What is wrong with an answer, is unusual about it, or was left out of it; why the user saw what they saw.
 */
export interface ShownProblem {
  /** English. */
  readonly problem?: string;
  readonly problemCode?: ProblemCode;
  /** The same in each language of the page. */
  readonly problemText?: ProblemText;
}

/** The account that is played. */
export interface AccountState {
  /** `''`: any. */
  readonly appId: string;
  readonly originalId: string;
  /** The bot's addresses, the first one first; without user, password and query. */
  readonly urls: readonly string[];
  /** Base URL of the fake API, to be set in the bot. */
  readonly apiUrl: string;
  /** What starts a bot that calls that API, in the usual shell of the system the simulator runs on. */
  readonly startLine: string;
  /** Whether the modes `compatible` and `safe` are possible: an AppID and a key are there. */
  readonly canEncrypt: boolean;
  /**
   * Whether the bot runs in the simulator's process, which can end it and start it anew. `urls` and
   * `startLine` are empty then.
   */
  readonly canRestart: boolean;
  /** What the check of the address last showed; absent when it was not asked for. */
  readonly check?: { readonly outcome: SeenOutcome } & ShownProblem;
  readonly switches: Switches;
}

/**
 * WeChat's clock, by which windows, quotas, tokens and codes go. Pushes to a bot in another process go by
 * real time, whatever is done here, for that is the bot's.
 */
export interface ClockState {
  /** Milliseconds since 1970 by WeChat's clock, as of now. */
  readonly now: number;
  readonly paused: boolean;
  /**
   * Milliseconds by which it was moved ahead of real time, or stayed behind while it was paused; 0: neither,
   * as far as one sees.
   */
  readonly ahead: number;
  /** The `moment` of what happens now. */
  readonly moment: number;
  /** Whether the bot has this clock as well, so that pushes go by it. */
  readonly shared: boolean;
}

/** A button of the account's menu, as the account created it. With `sub_button` it only opens those. */
export interface MenuButton {
  readonly name: string;
  /**
   * `click`, `view`, `miniprogram`, `scancode_push`, `scancode_waitmsg`, `pic_sysphoto`,
   * `pic_photo_or_album`, `pic_weixin`, `location_select`, `media_id`, `view_limited`, `article_id` or
   * `article_view_limited`.
   */
  readonly type?: string;
  readonly key?: string;
  readonly url?: string;
  readonly sub_button: readonly MenuButton[];
}

/** Somebody who uses the account. */
export interface UserState {
  readonly openid: string;
  /** For the page alone; WeChat tells it to nobody. */
  readonly name: string;
  readonly follows: boolean;
  /** On the account's black list. */
  readonly blocked: boolean;
  /** The menu they see; absent when they see none. */
  readonly menu?: readonly MenuButton[];
  /** Whether they wait for, or talk to, the customer-service staff (多客服). */
  readonly service?: 'waiting' | 'served';
  /**
   * What the bot keeps of them by `session()`, as JSON, and the form or dialogue that waits for their answer.
   * Absent: nothing, or the bot runs in another process than the page, which is not told of it.
   */
  readonly kept?: { readonly session: string; readonly conversation?: object };
  /** Whether "对方正在输入…" shows. */
  readonly typing: boolean;
  /**
   * How many customer-service messages the account may still send them, all open windows together; `null`:
   * any number.
   */
  readonly windowLeft: number | null;
  /** What waits for them in the bot's mailbox, where the simulator can look into it. */
  readonly mailbox?: readonly string[];
  /**
   * The same by what they did, the window that ends first first; `until` in milliseconds since 1970 by
   * WeChat's clock.
   */
  readonly windows: readonly {
    readonly deed: 'message' | 'menu' | 'follow' | 'scan' | 'payment';
    readonly left: number | null;
    readonly until: number;
  }[];
}

/** Where a location is. Also what `location_select` and `reportLocation` take. */
export interface Place {
  /** Latitude, −90 to 90. */
  readonly latitude: number;
  /** Longitude, −180 to 180. */
  readonly longitude: number;
  readonly scale?: number;
  /** The address. */
  readonly label?: string;
  /** Name of the place. */
  readonly name?: string;
}

/**
 * What a user did, as it stands in the chat: on the user's side for messages, as a notice in the middle for
 * the others.
 */
export type ChatAction =
  | { readonly type: 'text'; readonly content: string }
  | { readonly type: 'image' | 'voice' | 'video' | 'shortvideo'; readonly mediaId: string }
  | { readonly type: 'location'; readonly place: Place }
  | { readonly type: 'link'; readonly title: string; readonly description: string; readonly url: string }
  | { readonly type: 'follow'; readonly scene?: string }
  | { readonly type: 'unfollow' }
  | { readonly type: 'scan'; readonly scene: string }
  | { readonly type: 'menu'; readonly button: string; readonly event?: string }
  | { readonly type: 'event'; readonly event: string }
  /** Not the user: WeChat delivers the push of that id once more, as the same message. */
  | { readonly type: 'again'; readonly push: number };

/** An article as it shows, of messages that name it by id only. */
export interface ShownArticle {
  readonly title: string;
  readonly digest: string;
  /** For `picture?url=`. */
  readonly picture: string;
  readonly url: string;
}

/**
 * An article of a draft or publication: what shows of it, and its text as the account gave it, which is
 * HTML.
 */
export interface DataArticle extends ShownArticle {
  readonly author: string;
  readonly content: string;
}

/**
 * What an account has: what its calls have made so far. Times are milliseconds since 1970 by WeChat's clock.
 */
export interface AccountData {
  readonly templates: readonly {
    readonly id: string;
    readonly title: string;
    readonly content: string;
    readonly kind: 'template' | 'subscribe';
  }[];
  /** The newest first. */
  readonly drafts: readonly {
    readonly id: string;
    readonly at: number;
    readonly articles: readonly DataArticle[];
  }[];
  readonly publications: readonly {
    readonly id: string;
    readonly at: number;
    readonly state: 'published' | 'publishing' | 'deleted';
    readonly articles: readonly DataArticle[];
  }[];
  /** Permanent media (永久素材). */
  readonly materials: readonly {
    readonly id: string;
    readonly type: 'image' | 'voice' | 'video' | 'thumb';
    readonly filename: string;
    /** Bytes. */
    readonly size: number;
    readonly at: number;
  }[];
  readonly tags: readonly { readonly id: number; readonly name: string; readonly count: number }[];
  readonly followers: readonly {
    readonly openid: string;
    /** As the page knows them; `''` for others. */
    readonly name: string;
    readonly remark: string;
    /** Names of their tags. */
    readonly tags: readonly string[];
    readonly blocked: boolean;
    readonly at: number;
  }[];
  /** Absent: the account has none. */
  readonly menu?: readonly MenuButton[];
  /** How many menus there are for some of the followers (个性化菜单). */
  readonly conditionalMenus: number;
}

/** One thing in a chat. */
export interface ChatEntry {
  /** Counts up over all chats. */
  readonly id: number;
  readonly openid: string;
  /** Milliseconds since 1970 by WeChat's clock. */
  readonly at: number;
  /**
   * Milliseconds by the clock of the deliveries, which never goes back: for order, and for how far apart
   * things are.
   */
  readonly moment: number;
  /** The push that the action caused, or whose reply this is. */
  readonly pushId?: number;
  /** The call that sent it. */
  readonly callId?: number;
  /** What the user did; either this or `message` is there. */
  readonly action?: ChatAction;
  /**
   * What reached the user; `MsgType` `system` is WeChat's own notice. `transfer_customer_service` shows as a
   * notice.
   */
  readonly message?: SeenMessage;
  /** Title of the template of a `template` or `subscribe` notice. */
  readonly title?: string;
  /** What an `mpnews` or `mpnewsarticle` message shows. */
  readonly articles?: readonly ShownArticle[];
}

/**
 * One attempt to deliver a push; times are milliseconds since the push began, by the clock of the deliveries.
 */
export interface DeliveryRecord {
  /** Which of the bot's addresses, as in `AccountState.urls`. */
  readonly url: string;
  readonly start: number;
  /** Absent while it is on its way. */
  readonly end?: number;
  /** Whether WeChat cut the connection, after 5 s. */
  readonly cut: boolean;
  /** Whether an answer came, but was lost on purpose (`Switches.loseAnswers`). */
  readonly lost: boolean;
  /** Status of the answer; absent when there was none. */
  readonly status?: number;
  /** Why there was none, in Node's word: `ECONNREFUSED`, `ECONNRESET`… */
  readonly failure?: string;
  /** Whether this is the one whose answer WeChat took, well or badly. */
  readonly answered: boolean;
  /**
   * The parameters: `signature`, `timestamp`, `nonce`, `openid`, `encrypt_type`, `msg_signature`, `echostr`.
   */
  readonly query: Readonly<Record<string, string>>;
  /** The body as it went over the wire. */
  readonly body: string;
  /** The body of the answer, as it came; cut after 100,000 characters. */
  readonly answer: string;
  /** The answer opened, when it was encrypted and could be. */
  readonly answerText?: string;
  /**
   * The same request as a shell command. A bot refuses it once its timestamp is too old (5 minutes, often).
   */
  readonly curl: string;
}

/**
 * A push, from the first delivery to the verdict. Sent again as a whole each time something of it changes.
 */
export interface PushRecord extends ShownProblem {
  readonly id: number;
  /** Of whom it is; `''` for the check of the address. */
  readonly openid: string;
  /** Milliseconds since 1970 by WeChat's clock. */
  readonly at: number;
  /** As of a `ChatEntry`. */
  readonly moment: number;
  /** `check` = the GET by which WeChat verifies the address. */
  readonly kind: 'message' | 'event' | 'notice' | 'check';
  /** `MsgType` of a message, `Event` of an event. */
  readonly name: string;
  /** `user`: somebody did something. `wechat`: a call of the account set it off, nobody sees the reply. */
  readonly from: 'user' | 'wechat';
  readonly mode: Mode;
  readonly format: Format;
  /** The message before it was encrypted: XML or JSON. */
  readonly text: string;
  readonly deliveries: readonly DeliveryRecord[];
  /** Absent while it is on its way. */
  readonly outcome?: SeenOutcome;
  /** What the user saw as the reply. */
  readonly reply?: SeenMessage;
  /**
   * Milliseconds until the user read the first word: of the reply, or of a message that the account sent
   * meanwhile or later.
   */
  readonly waited?: number;
}

/** A call of the API. Credentials are left out. Sent twice: when it arrives and when it is over. */
export interface CallRecord {
  readonly id: number;
  /** Milliseconds since 1970 by WeChat's clock. */
  readonly at: number;
  /** As of a `ChatEntry`. */
  readonly moment: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /**
   * The JSON body; of a form its parts, files as `{ filename, type, size }`; text where it was too large to
   * keep.
   */
  readonly body?: unknown;
  readonly token: TokenState;
  /** Absent while there is no answer. */
  readonly status?: number;
  /** 0 = success; absent where the answer is none of the API's. */
  readonly errcode?: number;
  /** What names a failed call. */
  readonly rid?: string;
  /** What usually helps, if the call failed. */
  readonly hint?: ProblemText;
  /** The JSON answered, or `{ type, size }` of a file. */
  readonly answer?: unknown;
  /** How long it took, by WeChat's clock; absent while it is not over. */
  readonly ms?: number;
  /** What is unusual about it, although it was taken. */
  readonly notes?: readonly CallNote[];
}

/** A QR code the account has made and that still works. Its picture: `picture?url=` with `url`. */
export interface QrCode {
  readonly ticket: string;
  readonly scene: string;
  /** Where its picture is. */
  readonly url: string;
  /** Milliseconds since 1970; absent for a permanent one. */
  readonly expiresAt?: number;
}

/** How far a replay is. */
export interface ReplayState {
  readonly running: boolean;
  /** Steps done. */
  readonly done: number;
  readonly total: number;
  /** Steps after which the user saw something else than in the saved conversation, counted from 1. */
  readonly differences: readonly {
    readonly step: number;
    /** English. */
    readonly what: string;
    readonly text: Readonly<Record<Language, string>>;
  }[];
}

/** Most that is kept, oldest dropped first, without another word; the page does the same. */
export interface Limits {
  readonly users: number;
  /** Of one user. */
  readonly entries: number;
  readonly pushes: number;
  readonly calls: number;
  readonly codes: number;
  /** Bytes of an uploaded file. */
  readonly upload: number;
}

/** Everything there is to show. */
export interface State {
  /** Language to start with; absent: the browser's own. */
  readonly language?: 'zh' | 'en';
  readonly account: AccountState;
  readonly clock: ClockState;
  /** In the order in which they came. There is always one. */
  readonly users: readonly UserState[];
  /** Of all chats, in order. */
  readonly entries: readonly ChatEntry[];
  readonly pushes: readonly PushRecord[];
  readonly calls: readonly CallRecord[];
  /** The newest last. */
  readonly codes: readonly QrCode[];
  /** Absent when there was none. */
  readonly replay?: ReplayState;
  readonly limits: Limits;
}

/** What the server tells, in order. Whatever has an `id` or `openid` the page knows replaces what it has. */
export type LiveEvent =
  | { readonly type: 'snapshot'; readonly state: State }
  | { readonly type: 'account'; readonly account: AccountState }
  | { readonly type: 'clock'; readonly clock: ClockState }
  | { readonly type: 'user'; readonly user: UserState }
  | { readonly type: 'entry'; readonly entry: ChatEntry }
  | { readonly type: 'push'; readonly push: PushRecord }
  | { readonly type: 'call'; readonly call: CallRecord }
  | { readonly type: 'codes'; readonly codes: readonly QrCode[] }
  | { readonly type: 'replay'; readonly replay: ReplayState };

/** What a user does. These are recorded, so that they can be saved and replayed. */
export type UserCommand =
  | { readonly type: 'say'; readonly openid: string; readonly content: string }
  /** `file`: the id of an `Upload`; without, a tiny sample is sent. */
  | {
      readonly type: 'send';
      readonly openid: string;
      readonly kind: 'image' | 'voice' | 'video' | 'shortvideo';
      readonly file?: string;
    }
  | { readonly type: 'sendLocation'; readonly openid: string; readonly place: Place }
  | {
      readonly type: 'sendLink';
      readonly openid: string;
      readonly title: string;
      readonly description: string;
      readonly url: string;
    }
  /** By the QR code of a scene, if one is given. */
  | { readonly type: 'follow'; readonly openid: string; readonly scene?: string }
  | { readonly type: 'unfollow'; readonly openid: string }
  /** Of an account's code or any other. Raises SCAN for a follower, else subscribe. */
  | { readonly type: 'scan'; readonly openid: string; readonly scene: string }
  /**
   * Taps a button of the menu: `path` is `[2]` or `[2, 0]`. What the button asks for comes along: `scanned`
   * (scancode_*; what the code says), `files` (pic_*; 1 to 9 ids of uploads; without, a sample), `place`
   * (location_select; without, a sample). Pictures and the place are then sent as messages of their own, as
   * WeChat does.
   */
  | {
      readonly type: 'tapMenu';
      readonly openid: string;
      readonly path: readonly number[];
      readonly scanned?: string;
      readonly files?: readonly string[];
      readonly place?: Place;
    }
  /** Taps an entry of a `msgmenu` message: a text with the entry's id. */
  | {
      readonly type: 'tapMessageMenu';
      readonly openid: string;
      readonly id: string;
      readonly content: string;
    }
  /** Lets the account know where they are (LOCATION). */
  | { readonly type: 'reportLocation'; readonly openid: string; readonly place: Place }
  /** Answers a question for subscriptions (订阅通知) of a template. */
  | {
      readonly type: 'subscribe';
      readonly openid: string;
      readonly templateId: string;
      readonly accept: boolean;
    }
  /** Any event at all, with any fields; those that the tables know and that are not given are made up. */
  | {
      readonly type: 'trigger';
      readonly openid: string;
      readonly event: string;
      readonly fields?: Readonly<Record<string, unknown>>;
    };

/** What the page asks for. */
export type Command =
  | UserCommand
  /** Somebody new; answered with the `openid`. Openids have 1 to 64 of `A–Z a–z 0–9 - _`. */
  | { readonly type: 'addUser'; readonly name?: string; readonly openid?: string }
  | { readonly type: 'renameUser'; readonly openid: string; readonly name: string }
  | { readonly type: 'switch'; readonly switches: Partial<Switches> }
  /** Ends all access tokens, as when another program asks for one. */
  | { readonly type: 'revokeToken' }
  | { readonly type: 'pauseClock' }
  | { readonly type: 'resumeClock' }
  /** Moves WeChat's clock ahead, paused or not: 1 to 604,800,000 milliseconds. Answered when it is there. */
  | { readonly type: 'stepClock'; readonly ms: number }
  /** Sets WeChat's clock to real time again. */
  | { readonly type: 'resetClock' }
  /** Checks the bot's address as the console does. */
  | { readonly type: 'check' }
  /** Publishes a menu as `menu.create` does. */
  | { readonly type: 'setMenu'; readonly button: readonly Readonly<Record<string, unknown>>[] }
  /** Takes the menu away as `menu.delete` does. */
  | { readonly type: 'removeMenu' }
  /** Ends the bot's process and starts another, where `AccountState.canRestart`. */
  | { readonly type: 'restart' }
  /**
   * Delivers a push of a user once more, with the same `MsgId` (of an event, the same user and time): a bot
   * has to know it again.
   */
  | { readonly type: 'again'; readonly push: number }
  /**
   * A user opens a link of a message or of the menu. Answered with the `url` to open: the same one, or, of
   * WeChat's page for signing in (网页授权), the bot's own with `code` and `state`. Only `http:` and `https:`
   * come back.
   */
  | { readonly type: 'openLink'; readonly openid: string; readonly url: string }
  /**
   * The same in WeChat's browser: answered with the `url` for a frame, an origin of its own at which the page
   * has the cookies of this user and of no other. Without `url`: the page is not the bot's, or this page is
   * on another machine.
   */
  | ({ readonly type: 'openPage'; readonly openid: string; readonly url: string } & PageOptions)
  /** Forgets chats, pushes and calls; users, menu and everything the API keeps stay. A `snapshot` follows. */
  | { readonly type: 'clear' }
  | { readonly type: 'stopReplay' };

/** How WeChat's browser shows a page. */
export interface PageOptions {
  /**
   * Where the user comes from. Followers who come from the menu or the chat are not asked for their profile.
   * Default `'link'`.
   */
  readonly from?: 'menu' | 'chat' | 'link' | undefined;
  /** Default `'ios'`. */
  readonly platform?: 'ios' | 'android' | undefined;
  /**
   * What goes differently when WeChat's page for signing in is next visited. `snapshot` is for pages that ask
   * for the profile.
   */
  readonly disturbance?:
    'none' | 'snapshot' | 'twice' | 'two-codes' | 'slow' | 'expired' | 'used' | 'foreign-state' | undefined;
}

/** A command was taken. */
export interface CommandAnswer {
  readonly ok: true;
  /** Of `addUser`. */
  readonly openid?: string;
  /** Of `openLink` and `openPage`. */
  readonly url?: string;
}

/**
 * A command, upload or replay was not taken. `bad-request`: something of it is missing or not possible;
 * `message` says what, in English, `reason` by a code, `text` in each language. `forbidden`: it does not come
 * from the page. `not-found`: there is no such user, file or button. `too-large`. `busy`: too many of this at
 * once.
 */
export interface Failure {
  readonly ok: false;
  readonly code: FailureCode;
  readonly reason: FailureReason;
  readonly message: string;
  readonly text: Readonly<Record<Language, string>>;
}

/** A file is in the media store, as if a user had sent it. */
export interface Upload {
  readonly ok: true;
  /** The media id, for `send`, `tapMenu` and `media/<id>`. */
  readonly id: string;
}

/**
 * What a user did, and what reached them: the replies, and what came by calls until they did the next thing.
 */
export interface Step {
  /** With `openid` as in `Conversation.users`, `file` and `files` as in `Conversation.files`. */
  readonly command: UserCommand;
  /** Milliseconds since the step before, by WeChat's clock. */
  readonly after: number;
  /** Of each push it caused; none when nothing was pushed. */
  readonly outcomes: readonly SeenOutcome[];
  readonly saw: readonly SeenMessage[];
}

/** A saved conversation. */
export interface Conversation {
  readonly format: 'offiaccount-conversation';
  readonly version: 1;
  readonly account: { readonly mode: Mode; readonly format: Format; readonly kind: AccountKind };
  readonly users: readonly { readonly openid: string; readonly name: string }[];
  /**
   * Uploaded files by id, in base64. Those that are no longer kept are missing: a sample takes their place.
   */
  readonly files: Readonly<Record<string, { readonly filename: string; readonly base64: string }>>;
  readonly steps: readonly Step[];
}
