import { movableClock } from '../testing';
import type { DeliveredRequest, SimulatedAccount, SimulatedCloudRun } from '../testing';
import { readAccount } from '../testing/account';
import type { Account } from '../testing/account';
import { headersOf } from '../testing/deliver';
import { createDisturbances } from '../testing/disturbance';
import { addressed, exchange } from '../testing/exchange';
import type { HttpExchange, DeliveryEnvironment } from '../testing/exchange';
import { connectTo } from '../testing/app-host';
import { UsageError } from './exit';
import type { CliContext } from './cli-context';
import { getOfPlatform, nameOfPlatform, needOfPlatform } from './platform/settings';
import { SETTINGS } from './settings';
import type { NamedSetting } from './words/settings';

/** The format and mode of pushes. */
export interface PushOptions {
  readonly mode?: 'clear' | 'compatible' | 'safe';
  readonly format?: 'xml' | 'json';
}

/** A bot, and the account for which WeChat calls it. */
export interface BotConnection {
  readonly url: URL;
  readonly account: Account;
  readonly world: DeliveryEnvironment;
}

/**
 * Checks an address.
 *
 * @throws {UsageError} The text is not an http or https address.
 */
export function readUrl(url: string): URL {
  const read = URL.canParse(url) ? new URL(url) : undefined;
  if (read === undefined || !/^https?:$/.test(read.protocol)) throw new UsageError('not-address', { url });
  read.hash = '';
  return read;
}

/**
 * Checks the form of an EncodingAESKey. `called` names the setting in the error.
 *
 * @throws {UsageError} The text does not have the form of a key.
 */
export function checkKey(key: string, called: NamedSetting = SETTINGS.aesKey): string {
  if (/^[A-Za-z0-9]{43}$/.test(key)) return key;
  throw new UsageError('key-form', { ...called, length: key.length });
}

/**
 * Reads the account from options and settings. With a key the mode is safe, unless the options name another.
 */
export async function readPushAccount(
  { settings }: CliContext,
  { mode, format }: PushOptions,
  isPlatform = false,
): Promise<SimulatedAccount & { readonly mode: 'clear' | 'compatible' | 'safe' }> {
  const need = (name: 'token' | 'aesKey' | 'appId') =>
    isPlatform ? needOfPlatform(settings, name) : settings.need(name);
  const token = await need('token');
  const key = isPlatform ? getOfPlatform(settings, 'aesKey') : settings.get('aesKey');
  const how = mode ?? (key === undefined ? 'clear' : 'safe');
  const common = { token, mode: how, ...(format !== undefined && { format }) };
  if (how === 'clear') return common;
  const called = isPlatform ? nameOfPlatform(settings, 'aesKey') : undefined;
  const encodingAESKey = checkKey(await need('aesKey'), called);
  return { ...common, encodingAESKey, appId: await need('appId') };
}

/** Returns the address and the clock for requests to a bot. */
export const worldOf = ({ io }: CliContext, url: URL, clock = movableClock()): DeliveryEnvironment => ({
  host: connectTo({ url: url.href }),
  clock,
  disturbances: createDisturbances(),
  observe: () => undefined,
  closing: io.signal,
});

/** Prepares requests to a bot, as WeChat sends them. */
export function connect(
  run: CliContext,
  url: URL,
  given: SimulatedAccount | SimulatedCloudRun,
): BotConnection {
  const account = readAccount({ ...given, path: url.pathname });
  return { url, account, world: worldOf(run, url, account.clock) };
}

/** Sends one request as WeChat does. */
export async function send(
  { account, world }: BotConnection,
  method: 'GET' | 'POST',
  request: DeliveredRequest,
): Promise<HttpExchange> {
  const url = await addressed(world, request);
  return exchange(
    {
      method,
      url,
      headers: { ...headersOf(account), ...request.headers },
      body: request.bytes ?? request.body,
    },
    world,
  );
}
