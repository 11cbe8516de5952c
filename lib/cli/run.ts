import { createApi } from '../index';
import type { Api } from '../index';
import type { Io } from './io';
import { readSettings } from './settings';
import type { GivenSettings, Settings } from './settings';

/** What every command can be told. */
export interface CommonOptions extends GivenSettings {
  readonly json?: boolean;
}

/** What a command works with. */
export interface Run {
  readonly io: Io;
  readonly settings: Settings;
  readonly json: boolean;
  /** Prints a result: the data with `--json`, else the text. */
  readonly print: (data: unknown, text: string) => void;
  /** Tells something beside the result. */
  readonly note: (text: string) => void;
  /** Shows what is going on, where somebody watches; the next one replaces it. */
  readonly progress: (text: string) => void;
  /** The account's API. */
  readonly api: () => Promise<Api>;
}

/** Clears the line it stands on. */
const CLEAR = '\r\x1b[2K';

/** Starts a command. */
export function startRun({ json = false, ...given }: CommonOptions, io: Io): Run {
  const settings = readSettings(given, io);
  const { stdout, stderr } = io;
  let showing = false;

  function clear(): void {
    if (showing) stderr.write(CLEAR);
    showing = false;
  }

  function note(text: string): void {
    clear();
    stderr.write(`${text}\n`);
  }

  return {
    io,
    settings,
    json,
    note,
    print(data, text) {
      clear();
      stdout.write(`${json ? JSON.stringify(data ?? null, undefined, 2) : text}\n`);
    },
    progress(text) {
      if (stderr.isTTY !== true) return;
      clear();
      if (text === '') return;
      stderr.write(`${text}…`);
      showing = true;
    },
    async api() {
      const appId = await settings.need('appId');
      const appSecret = await settings.need('appSecret');
      const host = settings.get('apiHost');
      // A warning of the client's, such as of a token that somebody else has ended, is one line here.
      const line = (_fields: object, message: string): void => note(`offiaccount: ${message}`);
      return createApi({
        appId,
        appSecret,
        logger: { warn: line, error: line },
        ...(host !== undefined && { host }),
      });
    },
  };
}
