import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { number, optional, text } from '../fields';
import { randomText } from '../ids';
import { Refused } from '../refused';
import { Shelf } from '../shelf';

interface LongData {
  readonly long_data: string;
  /** Unix seconds. */
  readonly create_time: number;
  readonly until: number;
}

const MONTH = 2_592_000;
const shortened = () => new Shelf<LongData>(10_000);

/** Long texts behind short keys (长信息与短链). */
export const shorten: readonly Endpoint[] = [
  post(
    'shorten.gen',
    '/cgi-bin/shorten/gen',
    { long_data: text, expire_seconds: optional(number) },
    ({ account, fields: { long_data, expire_seconds = MONTH } }) => {
      if (Buffer.byteLength(long_data) > 4096)
        throw new Refused(40035, '"long_data" has more than 4096 bytes');
      if (expire_seconds < 1 || expire_seconds > MONTH)
        throw new Refused(40035, `"expire_seconds" is 1 to ${MONTH}`);
      const short_key = randomText(15);
      const now = account.seconds();
      account.of(shortened).set(short_key, { long_data, create_time: now, until: now + expire_seconds });
      return ok({ short_key });
    },
  ),

  post('shorten.fetch', '/cgi-bin/shorten/fetch', { short_key: text }, ({ account, fields }) => {
    const found = account.of(shortened).get(fields.short_key);
    const left = (found?.until ?? 0) - account.seconds();
    if (found === undefined || left <= 0) throw new Refused(40035, '"short_key" is unknown');
    return ok({ long_data: found.long_data, create_time: found.create_time, expire_seconds: left });
  }),
];
