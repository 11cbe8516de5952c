import type { ServerResponse } from 'node:http';
import type { Settings } from '../config';
import { bodyOf } from '../model/check-reply';
import type { Reply } from '../model/reply-types';
import { encrypt } from '../wire/envelope';
import { sign } from '../wire/signature';
import { cdata, writeXml } from '../wire/xml-writer';
import type { Format } from './decrypt';
import type { Push } from './parse';

/** The values of an answer. */
interface ReplyOptions {
  /** The nonce of the request, which the answer repeats. */
  readonly nonce: string;
  /** The receiver of an encrypted answer. */
  readonly receiveId: string;
  /** A third-party platform serves the account. */
  readonly isServed: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const TYPES = { xml: 'application/xml; charset=utf-8', json: 'application/json; charset=utf-8' };
/**
 * Platforms are reported to need this type; otherwise replies are not shown. Pushes to them are always XML.
 */
const XML_OF_PLATFORMS = 'text/xml; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

/** Answers pushes: with the reply, in the push's own format and under its own key, or with `success`. */
export function createRespond({ clock, logger, receiveId, componentAppId }: Settings) {
  const isServed = componentAppId !== undefined;
  return (res: ServerResponse, push: Push, nonce: string, reply: Reply | undefined): void => {
    const options = { nonce, receiveId, isServed, now: clock.now() };
    try {
      respond(res, push, reply, options);
    } catch (error) {
      // Another handler has answered, and Node refuses a second answer.
      if (res.headersSent) return;
      // A handler in JavaScript may have built the reply by hand. The push itself was genuine.
      logger.error({ event: 'reply-failed', err: error }, 'A reply could not be written.');
      respond(res, push, undefined, options);
    }
  };
}

function respond(res: ServerResponse, push: Push, reply: Reply | undefined, options: ReplyOptions): void {
  // Without a sender WeChat waits only for `success`.
  if (reply === undefined || push.from === '') sendText(res, 'success');
  else send(res, typeOf(push.format, options), writeReply(push, reply, options));
}

const typeOf = (format: Format, { isServed }: ReplyOptions): string =>
  isServed && format === 'xml' ? XML_OF_PLATFORMS : TYPES[format];

/** Answers a check of the address, unless another handler has answered it. */
export function answerCheck(res: ServerResponse, text: string): void {
  if (!res.headersSent) sendText(res, text);
}

/** Answers 200 with a text that no browser interprets as anything else. */
function sendText(res: ServerResponse, text: string): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  send(res, TEXT, text);
}

function send(res: ServerResponse, type: string, body: string): void {
  res.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  res.end(body);
}

function writeReply(push: Push, reply: Reply, { nonce, receiveId, now }: ReplyOptions): string {
  const { format, replyKeys } = push;
  const seconds = Math.floor(now / 1000);
  const clear = format === 'xml' ? replyXml(push, reply, seconds) : replyJson(push, reply, seconds);
  if (replyKeys === undefined) return clear;
  const encrypted = encrypt(clear, replyKeys.key, receiveId);
  const signature = sign(replyKeys.token, String(seconds), nonce, encrypted);
  return writeEnvelope(format, encrypted, signature, seconds, nonce);
}

function replyXml({ from, to }: Push, reply: Reply, seconds: number): string {
  const { MsgType } = reply;
  return `<xml><ToUserName>${cdata(from)}</ToUserName><FromUserName>${cdata(to)}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>${cdata(MsgType)}</MsgType>${writeXml(bodyOf(reply))}</xml>`;
}

const replyJson = ({ from, to }: Push, reply: Reply, seconds: number): string =>
  JSON.stringify({
    ToUserName: from,
    FromUserName: to,
    CreateTime: seconds,
    MsgType: reply.MsgType,
    ...bodyOf(reply),
  });

// WeChat checks the spelling of these names: `TimeStamp` has two capitals.
const writeEnvelope = (
  format: Format,
  encrypted: string,
  signature: string,
  seconds: number,
  nonce: string,
): string =>
  format === 'xml'
    ? `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${seconds}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
    : JSON.stringify({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: seconds, Nonce: nonce });
