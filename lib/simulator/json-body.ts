import express, { type RequestHandler } from 'express';
import { quoteLongIntegers } from '../wire/json';
import { CommandError } from './command-error';

/** Reads a JSON body of at most `limit`, such as '64kb'. One nested deeper than anything of WeChat's is refused before it is read. */
export const jsonBody = (limit: string): RequestHandler =>
  express.json({
    limit,
    verify: (_req, _res, body) => {
      try {
        quoteLongIntegers(body.toString());
      } catch {
        throw CommandError.because('body-too-deep');
      }
    },
  });
