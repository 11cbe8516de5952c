import type { AccountRecord, AccountStatus, AuthorizerKind } from '../store/platforms';
import { StoreError } from '../store/store';

/** The record of an account of which nothing is known. */
export const blank = (appId: string): AccountRecord => ({
  appId,
  userName: '',
  kind: undefined,
  refreshToken: '',
  permissions: [],
  status: 'authorized',
  authorizedAt: 0,
  changedAt: 0,
  generation: 0,
});

type Fields = Readonly<Partial<Record<keyof AccountRecord, unknown>>>;
type Reader<T> = (value: unknown) => T | undefined;

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Drivers of databases give large numbers as text, or as a bigint. */
function count(value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^\d{1,15}$/.test(value);
  const number = isText || typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

const oneOf =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value) =>
    words.find((each) => each === value);

const KINDS: readonly AuthorizerKind[] = ['subscription', 'service', 'mini-program'];
const STATUSES: readonly AccountStatus[] = ['authorized', 'withdrawn'];

function ids(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const read = value.map(count);
  return read.every((id) => id !== undefined) ? read : undefined;
}

/**
 * Reads a record that a database gives; columns without a value are those of an account of which nothing is
 * known.
 *
 * @throws {StoreError} It is none: the message names the field, never its value.
 */
export function readRecord(given: unknown): AccountRecord | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw wrongField('it');
  const fields: Fields = given;
  const appId = word(fields.appId);
  if (appId === undefined) throw wrongField('"appId"');
  const usual = blank(appId);

  function read<N extends keyof AccountRecord>(name: N, reader: Reader<AccountRecord[N]>): AccountRecord[N] {
    const value = fields[name];
    if (value === undefined || value === null) return usual[name];
    const is = reader(value);
    if (is === undefined) throw wrongField(`"${name}"`);
    return is;
  }

  return {
    appId,
    userName: read('userName', word),
    kind: read('kind', oneOf(KINDS)),
    refreshToken: read('refreshToken', word),
    permissions: read('permissions', ids),
    status: read('status', oneOf(STATUSES)),
    authorizedAt: read('authorizedAt', count),
    changedAt: read('changedAt', count),
    generation: read('generation', count),
  };
}

const wrongField = (what: string): StoreError =>
  new StoreError(`"accounts" gives what is no record of an account: ${what} is not as it was saved.`, true);
