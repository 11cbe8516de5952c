import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escape } from 'node:querystring';
import { account, encrypt, now, push, sha1, toXml } from './push';
import type { Push } from './push';
import type { Mode } from './attack';
import type { Chance } from './random';

const pick = <T>(chance: Chance, from: readonly T[]): T => from[chance(from.length)]!;

export interface Sample {
  readonly file: string;
  readonly text: string;
}

const fixtures = join(__dirname, '..', 'fixtures');

/** All samples of pushes. */
export const samples: readonly Sample[] = ['messages', 'events', 'notices', 'json'].flatMap((folder) =>
  readdirSync(join(fixtures, folder))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(fixtures, folder, file), 'utf8') })),
);

/** Pieces that mean something to one parser or another. */
const PIECES = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '<xml>',
    '</xml>',
    '<a>',
    '</a>',
    '<a/>',
    '<a b="c">',
    '<item>',
    '</item>',
    '<!--',
    '-->',
    '--',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    ']]',
    '<?',
    '?>',
    '??>',
    '<?xml version="1.0"?>',
    '<!DOCTYPE xml>',
    '<!ENTITY a "b">',
    '&a;',
    '&lt;',
  ],
  ...[
    '&#0;',
    '&#x110000;',
    '&#60;',
    '&',
    ';',
    '"',
    "'",
    '\\',
    '\\"',
    '\\u0000',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    'null',
    'true',
  ],
  ...[
    '1e999',
    '-',
    '0.1',
    '9007199254740993',
    '0x1',
    '__proto__',
    'constructor',
    'toString',
    'cdata',
    '#',
    '$',
    '_',
  ],
  ...[
    '<__proto__>',
    '</__proto__>',
    '<MsgType>event</MsgType>',
    '<Event>CLICK</Event>',
    '<Encrypt>AAAA</Encrypt>',
    'xml',
  ],
  ...[
    '\0',
    '\u0001',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\u2028',
    '\u00a0',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '你',
    '😀',
    'e\u0301',
    '%00',
    '',
  ],
];

/** Changes a text in one place. */
export function mutateText(text: string, chance: Chance, others: readonly Sample[] = samples): string {
  const at = chance(text.length + 1);
  const to = Math.min(text.length, at + 1 + chance(chance(4) === 0 ? 200 : 8));
  const [before, inside, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
  switch (chance(9)) {
    case 0:
      return before + after;
    case 1:
      return before + String.fromCharCode(chance(chance(2) === 0 ? 128 : 65_536)) + after;
    case 2:
      return before + inside + inside + after;
    case 3:
      return before + pick(chance, PIECES) + inside + after;
    case 4:
      return before + pick(chance, PIECES) + after;
    case 5: {
      const other = pick(chance, others).text;
      return before + other.slice(chance(other.length));
    }
    case 6: {
      const other = pick(chance, others).text;
      const start = chance(other.length);
      return before + other.slice(start, start + chance(100)) + after;
    }
    case 7:
      return before + inside.split('').reverse().join('') + after;
    default: {
      // Elements change places, or one takes another's name.
      const names = text.match(/[A-Za-z_]{3,}/g) ?? [''];
      const one = pick(chance, names);
      return text.replace(one, pick(chance, names)).replace(`</${one}>`, `</${pick(chance, names)}>`);
    }
  }
}

/** Changes a sample in a few places; now and then makes a very long body of it. */
export function mutateBody(chance: Chance, limit: number): string {
  let text = pick(chance, samples).text;
  for (let times = chance(2) * chance(6); times >= 0; times--) text = mutateText(text, chance);
  if (chance(2000) === 0) {
    const piece =
      chance(2) === 0 ? pick(chance, PIECES) : text.slice(chance(text.length)).slice(0, 1 + chance(40));
    const at = chance(text.length);
    const many = piece.repeat(Math.floor((limit * 0.95) / Math.max(3, Buffer.byteLength(piece))));
    text = text.slice(0, at) + many + text.slice(at);
  }
  return text;
}

/** A request made of a right one. */
export interface Mutant {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** The push it was. */
  readonly original: Push;
}

const NAMES = ['signature', 'timestamp', 'nonce', 'msg_signature', 'encrypt_type', 'openid', 'echostr'];

type Pairs = (readonly [string, string])[];

function mutateQuery(pairs: Pairs, original: Push, chance: Chance): Pairs {
  const at = chance(pairs.length || 1);
  const [name, value] = pairs[at] ?? ['signature', ''];
  const set = (...instead: Pairs): Pairs => [...pairs.slice(0, at), ...instead, ...pairs.slice(at + 1)];
  const place = chance(value.length + 1);
  const { timestamp, nonce } = original;
  switch (chance(14)) {
    case 0:
      return set();
    case 1:
      return set([name, value], [name, value]);
    case 2:
      return [...pairs, [name, pick(chance, pairs)[1]]];
    case 3:
      return set([name, value.slice(0, place) + value.slice(place + 1)]);
    case 4:
      return set([
        name,
        value.slice(0, place) +
          pick(chance, Array.from('0123456789abcdefABCDEF+ _-=%&\0é')) +
          value.slice(place),
      ]);
    case 5:
      return set([
        name,
        value.slice(0, place) + pick(chance, Array.from('0123456789abcdef')) + value.slice(place + 1),
      ]);
    case 6:
      return set([
        name,
        pick(chance, [value.toUpperCase(), ` ${value}`, `${value}\n`, value + value, '', '0', 'raw', 'aes']),
      ]);
    case 7:
      return set([
        pick(chance, [
          `${name}[]`,
          `${name}[a]`,
          name.toUpperCase(),
          ` ${name}`,
          `${name}.a`,
          pick(chance, NAMES),
        ]),
        value,
      ]);
    case 8: {
      const other = pick(chance, pairs);
      return set([name, other[1]]);
    }
    case 9:
      return set([name, sha1(pick(chance, ['', 'token', account.appId]), timestamp, nonce)]);
    case 10: {
      // The same joined string, cut elsewhere.
      const cut = chance(10);
      return pairs.map(([each, was]) =>
        each === 'timestamp'
          ? [each, timestamp.slice(0, cut)]
          : each === 'nonce'
            ? [each, timestamp.slice(cut) + nonce]
            : [each, was],
      );
    }
    case 11: {
      const later = String(Number(now()) + pick(chance, [-100_000, -301, 302, 100_000]));
      const signature = sha1(account.token, later, nonce);
      return pairs.map(([each, was]) =>
        each === 'timestamp' ? [each, later] : each === 'signature' ? [each, signature] : [each, was],
      );
    }
    case 12:
      return [...pairs].reverse().slice(chance(2));
    default:
      return set([name, pick(chance, PIECES)]);
  }
}

function mutateEnvelope({ body, message, encrypt: encrypted = '' }: Push, chance: Chance): string | Buffer {
  const text = String(body);
  switch (chance(6)) {
    case 0:
      return mutateText(text, chance);
    case 1: {
      const bytes = Buffer.from(encrypted, 'base64');
      if (bytes.length > 0) bytes[chance(bytes.length)]! ^= 1 << chance(8);
      return text.replace(encrypted, bytes.toString('base64'));
    }
    case 2:
      // Rightly encrypted, but not signed.
      return text.replace(encrypted, encrypt(mutateText(message, chance)));
    case 3:
      return message;
    case 4: {
      const bytes = Buffer.from(text);
      if (bytes.length > 0) bytes[chance(bytes.length)] = chance(256);
      return bytes;
    }
    default:
      return text.replace(
        '</xml>',
        `<Encrypt>${encrypt(toXml({ MsgType: 'text', Content: 'forged' }))}</Encrypt></xml>`,
      );
  }
}

/**
 * Makes a request of a right one by changes that should cost it its proof. In clear mode the body is not signed, so
 * it is the query that changes.
 */
export function mutateRequest(mode: Mode, chance: Chance): Mutant {
  const format = chance(5) === 0 ? 'json' : 'xml';
  const original = push({ mode, format, message: { MsgId: String(chance(2 ** 31)) } });
  let pairs: Pairs = [...new URLSearchParams(original.query)];
  let { body } = original;
  let method = 'POST';
  for (let times = chance(3); times >= 0; times--) {
    if (mode !== 'clear' && chance(2) === 0) body = mutateEnvelope({ ...original, body }, chance);
    else pairs = mutateQuery(pairs, original, chance);
  }
  if (chance(50) === 0) method = pick(chance, ['GET', 'HEAD', 'PUT', 'DELETE']);
  const query = pairs.map(([name, value]) => `${write(name)}=${write(value)}`).join('&');
  return {
    method,
    path: `/${chance(20) === 0 ? 'below' : ''}?${query}`,
    headers: original.headers,
    body,
    original,
  };
}

// Half a character cannot be written into an address.
const write = (text: string): string => escape(Buffer.from(text).toString());

/** Whether the query still is, to WeChat's rules, that of the original: then the clear body is as good as ever. */
export function isProven({ path, original }: Mutant): boolean {
  const query = new URLSearchParams(path.slice(path.indexOf('?') + 1));
  return ['signature', 'timestamp', 'nonce'].every((name) => {
    const values = query.getAll(name);
    return values.length === 1 && values[0] === original.params[name];
  });
}
