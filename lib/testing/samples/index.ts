import { randomInt } from 'node:crypto';
import { events } from '../../model/events';
import { messages } from '../../model/messages';
import { notices } from '../../model/notices';
import { id, number, text } from '../../model/shape';
import type { Shape } from '../../model/shape';
import type { PushFields } from '../push-types';
import { accountEvents } from './account-events';
import { cardEvents } from './card-events';
import { chatEvents } from './chat-events';
import { messageSamples } from './messages';
import { miniProgramEvents } from './mini-program-events';
import { noticeSamples } from './notices';

const eventSamples = { ...chatEvents, ...cardEvents, ...accountEvents, ...miniProgramEvents };

/** Who a push is of, and what for; some samples repeat it. */
export interface Sender {
  readonly openid: string;
  /** The account's original id, `gh_…`. */
  readonly originalId: string;
}

/** Fields of a message type, like those of a real one, with a `MsgId` of its own where the type has one. */
export function sampleMessage(type: string, sender?: Sender): PushFields {
  const { MsgId, ...fields } = sample(messages, messageSamples, type);
  const isDevice = type.startsWith('device_') && sender !== undefined;
  const made = isDevice ? { ...fields, DeviceType: sender.originalId, OpenID: sender.openid } : fields;
  return Object.hasOwn(messages, type) && MsgId === undefined ? made : { ...made, MsgId: nextMsgId() };
}

/** Fields of an event, like those of a real one. The person concerned, where it names one, is the sender. */
export function sampleEvent(name: string, sender?: Sender): PushFields {
  const fields = sample(events, eventSamples, name);
  return sender !== undefined && Object.hasOwn(fields, 'OpenID')
    ? { ...fields, OpenID: sender.openid }
    : fields;
}

/**
 * Fields of a notice to a third-party platform, like those of a real one that is made at that time, in unix
 * seconds.
 */
export function sampleNotice(name: string, now: number): PushFields {
  const fields = sample(notices, noticeSamples, name);
  const isGrant = Object.hasOwn(fields, 'AuthorizationCodeExpiredTime');
  return {
    CreateTime: now,
    ...fields,
    ...(isGrant && { AuthorizationCodeExpiredTime: now + CODE_SECONDS }),
  };
}

/** How long the code of an authorisation lives. */
const CODE_SECONDS = 3600;

const sample = (
  table: Readonly<Record<string, Shape>>,
  samples: Readonly<Record<string, PushFields>>,
  name: string,
): PushFields => ({
  ...(Object.hasOwn(table, name) && madeUp(table[name] ?? {})),
  ...(Object.hasOwn(samples, name) && samples[name]),
});

/** What nobody has written a sample of, by the form of its fields. */
function madeUp(shape: Shape): PushFields {
  const fields: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(shape)) {
    if (typeof item !== 'function') fields[name] = madeUp(item);
    else if (item.optional === true) continue;
    else if (item === number) fields[name] = 1;
    else if (item === text || item === id) fields[name] = `sample-${name}`;
    // Lists and elements that WeChat wraps now and then: read as empty when they are missing.
  }
  return fields;
}

// A random start, so that two processes with one store do not share ids.
const firstId = 24_000_000_000_000_000n + BigInt(randomInt(2 ** 47));
let ids = 0n;

/** A `MsgId`: 17 digits, never the same twice. */
const nextMsgId = (): string => String(firstId + ids++);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** An openid: `o` and 27 letters, digits, `-` or `_`. */
export const newOpenid = (): string =>
  `o${Array.from({ length: 27 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')}`;
