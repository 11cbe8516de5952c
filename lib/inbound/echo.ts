import type { ServerResponse } from 'node:http';
import { malformed } from '../errors';
import { readQuery } from './query';
import { answerCheck } from './respond';

/** A text that is harmless in a browser or a script. WeChat's own has only digits. */
const ECHOSTR = /^[A-Za-z0-9_=+/-]{1,128}$/;

/**
 * Answers a proven check of the address with the text from its query.
 *
 * @throws {ParseError} The query has no such text.
 */
export function echo(res: ServerResponse, url: string): void {
  const { echostr } = readQuery(url);
  if (echostr === undefined || !ECHOSTR.test(echostr)) throw malformed('echostr-malformed');
  answerCheck(res, echostr);
}
