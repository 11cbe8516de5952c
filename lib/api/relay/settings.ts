import { hostname } from 'node:os';
import { ConfigError } from '../../errors';
import { own } from '../../own';
import { relayKeys, type RelayKeys } from './keys';
import { isFollowerName } from './signature';

/** A relay, as a follower knows it. */
export interface RelayAddress {
  /** Address at which production has `relay(…)`: `https://shop.example.com/wechat/relay`. */
  readonly url: string;
  /** The same as on production, 16 characters or more. Of several, the newest comes first and is used. */
  readonly secret: string | readonly string[];
  /**
   * What production calls this program in its log: letters, digits, `.`, `-` and `_`. Default: the name of
   * this machine.
   */
  readonly name?: string | undefined;
}

/** The same, checked. */
export interface RelaySettings {
  readonly origin: string;
  readonly path: string;
  readonly follower: string;
  readonly keys: RelayKeys;
}

/**
 * Checks what is said about a relay.
 *
 * @throws {ConfigError} Something is missing or cannot be used. The message names the setting, never its
 * value.
 */
export function readRelay(given: unknown, whose: string): RelaySettings {
  if (typeof given !== 'object' || given === null)
    throw new ConfigError(`${whose} must be an object: { url, secret }.`);
  // Each of its properties is looked at here.
  const { url, secret, name = ownName() } = own(given as Partial<RelayAddress>);
  const address = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol))
    throw new ConfigError(
      `${whose} needs the "url" of the relay, such as https://shop.example.com/wechat/relay.`,
    );
  if (address.username !== '' || address.password !== '' || address.search !== '' || address.hash !== '')
    throw new ConfigError(`${whose}: the "url" of a relay has no password, no query and no fragment.`);
  if (!isFollowerName(name))
    throw new ConfigError(
      `${whose}: "name" has letters, digits, ".", "-" and "_", 64 at most, and begins with a letter or digit.`,
    );
  const { origin, pathname } = address;
  return { origin, path: pathname, follower: name, keys: relayKeys(secret, whose)[0] };
}

function ownName(): string {
  const name = hostname()
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64);
  return name === '' ? 'follower' : name;
}
