import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { number, optional, text, within } from '../fields';
import { randomText } from '../ids';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';

interface LongData {
  readonly long_data: string;
  /** Unix seconds. */
  readonly create_time: number;
  readonly until: number;
}

const shortened = () => new BoundedMap<LongData>(10_000);

/** Long texts behind short keys (长信息与短链). */
export const shorten: readonly Endpoint[] = [
  post(
    'shorten.gen',
    '/cgi-bin/shorten/gen',
    {
      long_data: within(LIMITS.longData, text),
      expire_seconds: optional(within(LIMITS.keySeconds, number)),
    },
    ({ account, fields: { long_data, expire_seconds = LIMITS.keySeconds.most } }) => {
      const short_key = randomText(15);
      const now = account.seconds();
      account.part(shortened).set(short_key, { long_data, create_time: now, until: now + expire_seconds });
      return ok({ short_key });
    },
  ),

  post('shorten.fetch', '/cgi-bin/shorten/fetch', { short_key: text }, ({ account, fields }) => {
    const found = account.part(shortened).get(fields.short_key);
    const left = (found?.until ?? 0) - account.seconds();
    if (found === undefined || left <= 0) throw new ApiRefusalError(40035, '"short_key" is unknown');
    return ok({ long_data: found.long_data, create_time: found.create_time, expire_seconds: left });
  }),
];
