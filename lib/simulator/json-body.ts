import express, { type RequestHandler } from 'express';
import { quoteLongIntegers } from '../wire/json';

/**
 * Reads a JSON body of at most `limit`, such as '64kb'. One nested deeper than anything of WeChat's goes on
 * as a `ParseError`, before it is read.
 */
export const jsonBody = (limit: string): RequestHandler =>
  express.json({ limit, verify: (_req, _res, body) => void quoteLongIntegers(body.toString()) });
