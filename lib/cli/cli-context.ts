import { createApi } from '../index';
import type { Api, RelayAddress } from '../index';
import { LOCAL, originOf } from '../api/settings';
import type { CheckedProxy } from '../api/proxy';
import type { LogFields, Logger } from '../logger';
import { languageOf } from '../language';
import type { Language } from '../language';
import type { EnvFile } from './env-file';
import { UsageError } from './exit';
import { orUsage } from './or-usage';
import type { Io } from './io';
import { readProxy } from './proxy';
import { SETTINGS, exposed, readSettings } from './settings';
import type { GivenSettings, SettingName, CliSettings } from './settings';
import { forTerminal } from './terminal';
import { say } from './words';
import type { WordFacts, WordId } from './words';

/** What every command can be told. */
export interface CommonOptions extends GivenSettings {
  readonly json?: boolean;
  readonly lang?: Language;
  /** A file of variables; `false`: none, not even `.env`. */
  readonly envFile?: string | false;
}

/** How WeChat is called. */
export interface Calling {
  readonly host?: string;
  readonly proxy?: CheckedProxy;
  readonly logger: Logger;
}

/** What a command works with. */
export interface CliContext {
  readonly io: Io;
  readonly settings: CliSettings;
  readonly json: boolean;
  readonly language: Language;
  /** A text in the language of the reader. */
  readonly say: <Id extends WordId>(id: Id, ...facts: WordFacts<Id>) => string;
  /** Prints a result: the data with `--json`, else the text. */
  readonly print: (data: unknown, text: string) => void;
  /** Tells something beside the result. */
  readonly note: (text: string) => void;
  /** The same of something that may not be as it should. */
  readonly warn: <Id extends WordId>(id: Id, ...facts: WordFacts<Id>) => void;
  /** Shows what is going on, where somebody watches; the next one replaces it. */
  readonly progress: (text: string) => void;
  /**
   * How WeChat is called: by which host and which proxy.
   *
   * @throws {UsageError} One of them is no address.
   */
  readonly calling: () => Calling;
  /** The relay of production, where there is one to call through. */
  readonly relay: () => Promise<RelayAddress | undefined>;
  /** The account's API: through the relay where that is set; `'direct'`: never through one. */
  readonly api: (way?: 'direct') => Promise<Api>;
}

/** Clears the line it stands on. */
const CLEAR = '\r\x1b[2K';

/** Starts a command. Warns of secrets among its options. */
export function createCliContext(options: CommonOptions, io: Io, file: EnvFile): CliContext {
  const { json = false, lang, ...given } = options;
  const settings = readSettings(given, io, file);
  const language = lang ?? languageOf(io.env, io.locale);
  const { stdout, stderr } = io;
  let showing = false;

  function clear(): void {
    if (showing) stderr.write(CLEAR);
    showing = false;
  }

  function note(text: string): void {
    clear();
    stderr.write(`${forTerminal(text)}\n`);
  }

  const warn: CliContext['warn'] = (id, ...facts) => note(`offiaccount: ${say(language, id, ...facts)}`);
  for (const name of exposed(given)) warn('secret-option', SETTINGS[name]);

  function calling(): Calling {
    const [host, proxy] = [settings.get('apiHost'), settings.get('proxy')];
    // A variable is for the usual host: what plays WeChat on this machine no proxy reaches.
    const isLocal = host !== undefined && LOCAL.test(host) && !settings.isOption('proxy');
    const read = proxy === undefined || isLocal ? undefined : readProxy(proxy);
    if (host !== undefined) {
      checkOrigin(host);
      warnOfFile('apiHost', host);
    }
    if (read !== undefined) warnOfFile('proxy', read.name);
    // A warning of the client's, such as of a token that somebody else has ended, is one line here. What the account may not do is the
    // answer of the call itself, or what `doctor` wants to know.
    const line = ({ event }: LogFields, message: string): void =>
      event === 'unauthorized' ? undefined : note(`offiaccount: ${message}`);
    return {
      logger: { warn: line, error: line },
      ...(host !== undefined && { host }),
      ...(read !== undefined && { proxy: read }),
    };
  }

  /** Secrets go where these say: a file that came with somebody else's folder must not decide that unseen. */
  function warnOfFile(name: SettingName, value: string): void {
    const from = settings.fileOf(name);
    if (from !== undefined && !LOCAL.test(value.startsWith('http') ? value : `http://${value}`))
      warn('host-from-file', { variable: SETTINGS[name].variable, value, file: from });
  }

  async function relay(): Promise<RelayAddress | undefined> {
    const url = settings.get('relay');
    if (url === undefined) return undefined;
    warnOfFile('relay', url);
    return { url, secret: await settings.need('relaySecret') };
  }

  /** There is no way around it: with an AppSecret at hand, too, nothing is sent from here. */
  function throughRelay(appId: string, address: RelayAddress): Api {
    const { logger, proxy } = calling();
    // The variable is for calls to WeChat.
    const way = proxy !== undefined && settings.isOption('proxy') ? { proxy } : {};
    return orUsage(
      () => createApi({ appId, relay: address, logger, ...way }),
      (message) => new UsageError('relay-unusable', { message }),
    );
  }

  return {
    io,
    settings,
    json,
    language,
    say: (id, ...facts) => say(language, id, ...facts),
    note,
    warn,
    print(data, text) {
      clear();
      stdout.write(`${forTerminal(json ? JSON.stringify(data ?? null, undefined, 2) : text)}\n`);
    },
    progress(text) {
      if (stderr.isTTY !== true) return;
      clear();
      if (text === '') return;
      stderr.write(`${forTerminal(text)}…`);
      showing = true;
    },
    calling,
    relay,
    async api(way) {
      const appId = await settings.need('appId');
      const address = way === 'direct' ? undefined : await relay();
      if (address !== undefined) return throughRelay(appId, address);
      const appSecret = await settings.need('appSecret');
      return createApi({ appId, appSecret, ...calling() });
    },
  };
}

/** @throws {UsageError} It is no origin. */
const checkOrigin = (host: string): string =>
  orUsage(
    () => originOf(host, 'host'),
    () => new UsageError('host-form'),
  );
