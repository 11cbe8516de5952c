import type { Endpoint } from '../endpoint';
import { ApiRefusalError } from '../api-refusal-error';

/** Code for those that WeChat has taken away, by path: each still answers that it is gone. */
const CODES: Readonly<Record<string, number>> = {
  '/cgi-bin/shorturl': 45103,
  '/datacube/getarticlesummary': 47009,
  '/datacube/getarticletotal': 47009,
  '/datacube/getuserread': 47009,
  '/datacube/getuserreadhour': 47009,
  '/datacube/getusershare': 47009,
  '/datacube/getusersharehour': 47009,
};

/** Calls that are gone. */
export const withdrawn: readonly Endpoint[] = Object.entries(CODES).map(([path, errcode]) => ({
  method: 'POST',
  path,
  answer: () => {
    throw new ApiRefusalError(errcode);
  },
}));
