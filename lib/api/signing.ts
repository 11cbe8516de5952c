import { createHash, randomInt } from 'node:crypto';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { ticket } from './groups';
import type { CallOptions } from './send-request';
import type { ApiRequest } from './request';

/** What `wx.config` takes to prove a page. */
export interface SignedPage {
  readonly appId: string;
  /** Seconds since 1970, as a number. */
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** A card that is signed: what of it the signature covers, by WeChat's names. */
export interface CardToSign {
  readonly card_id: string;
  /** Of cards with codes of one's own. */
  readonly code?: string;
  /** Of cards for one user. */
  readonly openid?: string;
}

/** `cardExt` of a card, before it becomes JSON text. */
export interface CardExt {
  readonly code?: string;
  readonly openid?: string;
  /** Seconds since 1970, as text: WeChat takes it so. */
  readonly timestamp: string;
  readonly nonce_str: string;
  readonly signature: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const nonce = (): string =>
  Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)] ?? 'x').join('');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

type Send = (
  request: ApiRequest<{ readonly ticket: string }>,
  options?: CallOptions,
) => Promise<{ readonly ticket: string }>;

/** Signatures made with tickets, which the client keeps. */
export const signing = ({ appId, clock }: { readonly appId: string; readonly clock: Clock }, send: Send) => {
  const ticketOf = async (type: 'jsapi' | 'wx_card', options?: CallOptions) =>
    (await send(ticket.getTicket(type), options)).ticket;
  const now = () => Math.floor(clock.now() / 1000);

  async function sign(url: string, type?: 'jsapi', options?: CallOptions): Promise<SignedPage>;
  async function sign(card: CardToSign, type: 'wx_card', options?: CallOptions): Promise<CardExt>;
  async function sign(
    what: string | CardToSign,
    type: 'jsapi' | 'wx_card' = 'jsapi',
    options?: CallOptions,
  ): Promise<SignedPage | CardExt> {
    if (type === 'wx_card') return signCard(what, options);
    const page = checkPage(what);
    const jsapi_ticket = await ticketOf(type, options);
    const [nonceStr, timestamp] = [nonce(), now()];
    const signed = `jsapi_ticket=${jsapi_ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`;
    return { appId, timestamp, nonceStr, signature: sha1(signed) };
  }

  async function signCard(card: unknown, options: CallOptions | undefined): Promise<CardExt> {
    const { card_id, code, openid } = checkCard(card);
    const [timestamp, nonce_str] = [String(now()), nonce()];
    const values = [await ticketOf('wx_card', options), timestamp, card_id, code, openid, nonce_str];
    const signed = values
      .filter((value) => value !== undefined)
      .sort()
      .join('');
    return {
      ...(code !== undefined && { code }),
      ...(openid !== undefined && { openid }),
      timestamp,
      nonce_str,
      signature: sha1(signed),
    };
  }

  return {
    ticket: {
      /**
       * Signs the address of a page for `wx.config`: as the browser sees it, with its query and without `#…`.
       * With `'wx_card'` it signs a card, for `cardExt` of `wx.addCard`:
       * `JSON.stringify(await api.ticket.sign({ card_id }, 'wx_card'))`. The ticket is kept.
       *
       * Official path: 微信网页开发 / JS-SDK / 附录1-JS-SDK使用权限签名算法, 附录4-卡券扩展字段及签名生成算法.
       *
       * @throws {ConfigError} It is no address of a page, or no card.
       */
      sign,
    },
  };
};

function checkPage(given: unknown): string {
  const url = typeof given === 'string' && URL.canParse(given) ? given : undefined;
  if (url === undefined || !/^https?:\/\//.test(url))
    throw new ConfigError(
      'ticket.sign() takes the address of a page as the browser has it in location.href, such as https://shop.example.com/a?b=1.',
    );
  return url.split('#', 1)[0] ?? url;
}

function checkCard(given: unknown): CardToSign {
  // The id alone will do.
  const card = typeof given === 'string' ? { card_id: given } : given;
  // JavaScript callers may pass anything; checked below.
  const { card_id, code, openid } = (card ?? {}) as Partial<Record<keyof CardToSign, unknown>>;
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (!isText(card_id) || card_id === '')
    throw new ConfigError(
      "ticket.sign() with 'wx_card' takes { card_id }, with code and openid if the card has them.",
    );
  // What is empty is not signed.
  return { card_id, ...(isText(code) && code && { code }), ...(isText(openid) && openid && { openid }) };
}
