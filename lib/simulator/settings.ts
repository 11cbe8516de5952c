import type { Simulator } from '../testing';
import type { AccountKind, Format, Mode } from './protocol';

/** What `startSimulator` takes. */
export interface SimulatorOptions {
  /** The bot's callback, `http://localhost:3000/wechat`; several for several processes of one bot. */
  readonly url: string | readonly string[];
  /** The token, as the bot has it. */
  readonly token: string;
  /** The AppID; needed where pushes are encrypted. Default: the API takes any. */
  readonly appId?: string;
  /** The AppSecret that the API asks for. Default: any is taken. */
  readonly appSecret?: string;
  readonly encodingAESKey?: string;
  /** Default `'safe'` with an `encodingAESKey`, else `'clear'`. */
  readonly mode?: Mode;
  /** Default `'xml'`. */
  readonly format?: Format;
  /** Default `'service'`. */
  readonly kind?: AccountKind;
  /** The account's original id, `gh_…`. */
  readonly originalId?: string;
  /** Where the page listens. Default `'127.0.0.1'`. Anything but loopback puts a random token in front of its path. */
  readonly host?: string;
  /** Port of the page; default 0, a free one. */
  readonly port?: number;
  /** Port of the API on loopback, to which the bot's base URL is set; default 0, a free one. */
  readonly apiPort?: number;
  /** Names by which the page may be asked for besides `localhost`, `host`, this machine's name and IP addresses. */
  readonly allowedHosts?: readonly string[];
  /** Language the page starts with; default `'zh'`. The browser's own choice, once made, comes first. */
  readonly language?: 'zh' | 'en';
}

/** The offline WeChat, running. */
export interface RunningSimulator {
  /** Address of the page, with its path token where there is one; ends with `/`. */
  readonly url: string;
  /** Base URL of the fake API for bots on this machine, in any language: an origin, without a path. */
  readonly apiUrl: string;
  /** The same for bots on other machines, with the path token; absent when the page listens on loopback. */
  readonly remoteApiUrl?: string;
  /** What plays WeChat behind the page. */
  readonly simulator: Simulator;
  /** Ends what is on its way, and both servers. */
  close(): Promise<void>;
}
