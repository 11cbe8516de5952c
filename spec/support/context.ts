import { readMessage } from '../../lib/model/message';
import { createContext } from '../../lib/router/context';
import type { Context } from '../../lib/router/context';

const header = { ToUserName: 'gh_3f1c9a7be204', FromUserName: 'alice', CreateTime: '1735689661' };

/** The context of a push with these fields. */
export const contextOf = (fields: Readonly<Record<string, string>>): Context =>
  createContext(
    readMessage({ ...header, MsgId: '24718305561935662', ...fields }),
    { deliveryId: '0'.repeat(64), attempt: 1, signal: new AbortController().signal },
    () => {
      throw new Error('This spec has no API.');
    },
    { appId: 'wx9f1d2c3b4a5e6f70', logger: console },
  );

/** The context of a text. */
export const saying = (Content: string): Context => contextOf({ MsgType: 'text', Content });

/** The context of an event. */
export const event = (Event: string, fields: Readonly<Record<string, string>> = {}): Context =>
  contextOf({ MsgType: 'event', Event, ...fields });
