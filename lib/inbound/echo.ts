import type { ServerResponse } from 'node:http';
import { malformed } from '../errors';
import { readQuery } from './query';
import { answerCheck } from './respond';

/** Text that a browser or a script could do nothing with; WeChat's own are digits. */
const ECHOSTR = /^[A-Za-z0-9_=+/-]{1,128}$/;

/**
 * Answers WeChat's check of an address that was proven: with the text that it brought.
 *
 * @throws {ParseError} It brought none.
 */
export function echo(res: ServerResponse, url: string): void {
  const { echostr } = readQuery(url);
  if (echostr === undefined || !ECHOSTR.test(echostr)) throw malformed('echostr-malformed');
  answerCheck(res, echostr);
}
