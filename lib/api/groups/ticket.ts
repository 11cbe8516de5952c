import { get } from '../request';

/** A ticket with which pages sign their calls. */
export interface Ticket {
  readonly ticket: string;
  /** Seconds the ticket lives, usually 7200. */
  readonly expires_in: number;
}

/** Tickets of the JS-SDK (JS-SDK 票据). */
export const ticket = {
  /**
   * Gets a ticket (获取sdk临时票据): `jsapi` signs JS-SDK pages, `wx_card` is the api_ticket that signs cards.
   * It has a quota and lives 7200 seconds: keep it like a token.
   *
   * Official path: 微信网页开发 / JS-SDK / 获取sdk临时票据 — `GET /cgi-bin/ticket/getticket`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html
   */
  getTicket: (type: 'jsapi' | 'wx_card') => get<Ticket>('/cgi-bin/ticket/getticket', { type }),
};
