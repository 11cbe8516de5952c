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

/** The options of every command. */
export interface CommonOptions extends GivenSettings {
  readonly json?: boolean;
  readonly lang?: Language;
  /** A file with variables; `false`: no file, not even `.env`. */
  readonly envFile?: string | false;
}

/** How WeChat is called. */
export interface Calling {
  readonly host?: string;
  readonly proxy?: CheckedProxy;
  readonly logger: Logger;
}

/** The tools of a command. */
export interface CliContext {
  readonly io: Io;
  readonly settings: CliSettings;
  readonly json: boolean;
  readonly language: Language;
  /** Returns a text in the user's language. */
  readonly say: <Id extends WordId>(id: Id, ...facts: WordFacts<Id>) => string;
  /** Prints a result: the data with `--json`, else the text. */
  readonly print: (data: unknown, text: string) => void;
  /** Prints a remark besides the result. */
  readonly note: (text: string) => void;
  /** Prints a warning besides the result. */
  readonly warn: <Id extends WordId>(id: Id, ...facts: WordFacts<Id>) => void;
  /** Shows progress if the output is a terminal. The next text replaces it. */
  readonly progress: (text: string) => void;
  /**
   * Returns the host and the proxy for calls to WeChat.
   *
   * @throws {UsageError} One of them is not an address.
   */
  readonly calling: () => Calling;
  /** Returns the relay of production, if the settings name one. */
  readonly relay: () => Promise<RelayAddress | undefined>;
  /** Returns the account's API: through the relay if it is set; with `'direct'` never through one. */
  readonly api: (way?: 'direct') => Promise<Api>;
}

/** Clears the current line of the terminal. */
const CLEAR = '\r\x1b[2K';

/** Creates the context of a command. Warns about secrets among its options. */
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
    // The variable is for WeChat's usual host. A local WeChat is not behind a proxy.
    const isLocal = host !== undefined && LOCAL.test(host) && !settings.isOption('proxy');
    const read = proxy === undefined || isLocal ? undefined : readProxy(proxy);
    if (host !== undefined) {
      checkOrigin(host);
      warnOfFile('apiHost', host);
    }
    if (read !== undefined) warnOfFile('proxy', read.name);
    // Prints a warning of the client in one line, such as a token that another program has replaced. A
    // missing right is not a warning: the call itself reports it, or `doctor` does.
    const line = ({ event }: LogFields, message: string): void =>
      event === 'unauthorized' ? undefined : note(`offiaccount: ${message}`);
    return {
      logger: { warn: line, error: line },
      ...(host !== undefined && { host }),
      ...(read !== undefined && { proxy: read }),
    };
  }

  /** Secrets are sent to these addresses, so a file in a downloaded folder must not set them unseen. */
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

  /** If a relay is set, every call goes through it, even if an AppSecret is known here. */
  function throughRelay(appId: string, address: RelayAddress): Api {
    const { logger, proxy } = calling();
    // The variable is for direct calls to WeChat.
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

/** @throws {UsageError} The value is not an origin. */
const checkOrigin = (host: string): string =>
  orUsage(
    () => originOf(host, 'host'),
    () => new UsageError('host-form'),
  );
