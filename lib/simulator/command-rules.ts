import { ACCOUNT_KINDS } from '../model/account-kinds';
import { flag, list, number, object, oneOf, optional, text } from '../testing/api/fields';
import type { Rule } from '../testing/api/fields';
import { CommandError } from './command-error';
import type { Place, Switches } from './protocol';

/** Text of at most so many characters. */
export const upTo =
  (most: number, rule: Rule<string> = text): Rule<string> =>
  (value, name) => {
    const given = rule(value, name);
    if (given.length <= most) return given;
    throw CommandError.because('too-long', { name, most });
  };

const between =
  (least: number, most: number, rule: Rule<number> = number): Rule<number> =>
  (value, name) => {
    const given = rule(value, name);
    if (given >= least && given <= most) return given;
    throw CommandError.because('out-of-range', { name, least, most });
  };

const decimal: Rule<number> = (value, name) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw CommandError.because('no-number', { name });
};

/** Openids have no other characters. */
export const openid: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (/^[\w-]{1,64}$/.test(given)) return given;
  throw CommandError.because('no-openid', { name });
};

/** An address a browser may open. */
export const webUrl: Rule<string> = (value, name) => {
  const given = upTo(4096)(value, name);
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  throw CommandError.because('no-address', { name });
};

export const line = upTo(200);
export const id = upTo(200);
export const ms = between(1, 604_800_000);

const some = <T>(most: number, rule: Rule<T>): Rule<readonly T[]> => {
  const whole = list(rule);
  return (value, name) => {
    const given = whole(value, name);
    if (given.length >= 1 && given.length <= most) return given;
    throw CommandError.because('wrong-count', { name, most });
  };
};

export const path = some(2, between(0, 4));
export const files = some(9, id);

export const place: Rule<Place> = object({
  latitude: between(-90, 90, decimal),
  longitude: between(-180, 180, decimal),
  scale: optional(between(1, 28)),
  label: optional(upTo(200)),
  name: optional(upTo(200)),
}) as Rule<Place>; // What is left out is not there at all.

const bad = <W extends string>(...words: readonly W[]): Rule<W> => oneOf(40035, ...words);

/** Every switch, each of which may be left out. */
export const switches = object({
  mode: optional(bad('clear', 'compatible', 'safe')),
  format: optional(bad('xml', 'json')),
  kind: optional(bad(...ACCOUNT_KINDS)),
  windowOverlap: optional(bad('adds-up', 'strict')),
  arrivalJitter: optional(between(0, 60_000)),
  networkDelay: optional(between(0, 60_000)),
  loseAnswers: optional(between(0, 1000)),
  diesBeforeAnswer: optional(flag),
  rotate: optional(flag),
  ipRefused: optional(flag),
  quotaUsedUp: optional(flag),
  upstream: optional(bad('up', 'down', 'hanging', 'busy')),
} satisfies { readonly [K in keyof Switches]: Rule<Switches[K] | undefined> }) as Rule<Partial<Switches>>; // As for a place.

export const mediaKind = bad('image', 'voice', 'video', 'shortvideo');

export const from = bad('menu', 'chat', 'link');
export const platform = bad('ios', 'android');
export const disturbance = bad(
  'none',
  'snapshot',
  'twice',
  'two-codes',
  'slow',
  'expired',
  'used',
  'foreign-state',
);
