import type { Mode } from './attack';
import { account, encrypt, now, push, sha1, textFields, toXml } from './push';
import type { PushParts } from './push';

/*
 * Pushes that prove nothing, by their row in the attack table. Whoever sends them must get the same refusal for all.
 */

/** Parts that several pushes share, and their signature. */
export const fixed = { timestamp: now(), nonce: '1234567890' };
export const own = sha1(account.token, fixed.timestamp, fixed.nonce);

const right = push();
/** A well-formed signature that is not right. */
export const wrong = sha1('another token', right.timestamp, right.nonce);

/** A push whose signed parameters are these, and which is rightly signed with them. */
const signed = (over: { timestamp?: string; nonce?: string }): PushParts => over;
const seconds = (ahead: number) => String(Number(now()) + ahead);

/** Every way in which the query of a push or of the URL check can fail to prove it. */
export const unproven: [string, string, () => PushParts][] = [
  ['A01', 'no signature', () => ({ query: { signature: undefined } })],
  ['A01', 'no timestamp', () => ({ query: { timestamp: undefined } })],
  ['A01', 'no nonce', () => ({ query: { nonce: undefined } })],
  [
    'A01',
    'none of them',
    () => ({ query: { signature: undefined, timestamp: undefined, nonce: undefined } }),
  ],
  ['A01', 'an empty timestamp', () => signed({ timestamp: '' })],
  ['A01', 'an empty nonce', () => signed({ nonce: '' })],
  ['A02', 'a signature of another token', () => ({ query: { signature: wrong } })],
  [
    'A02',
    'the signature of another push',
    () => ({ query: { signature: sha1(account.token, '1', right.nonce) } }),
  ],
  ['A02', 'an empty signature', () => ({ query: { signature: '' } })],
  ['A02', 'a signature of 39 digits', () => ({ ...fixed, query: { signature: own.slice(1) } })],
  ['A02', 'a signature of 41 digits', () => ({ ...fixed, query: { signature: `${own}0` } })],
  ['A02', 'a signature of 80 digits', () => ({ ...fixed, query: { signature: own + own } })],
  ['A02', 'a signature in capitals', () => ({ ...fixed, query: { signature: own.toUpperCase() } })],
  ['A02', 'a signature that is not hex', () => ({ query: { signature: 'g'.repeat(40) } })],
  [
    'A02',
    'a signature in base64',
    () => ({ ...fixed, query: { signature: Buffer.from(own, 'hex').toString('base64') } }),
  ],
  ['A02', 'a signature of 40 NULs', () => ({ query: { signature: '\0'.repeat(40) } })],
  [
    'A02',
    'a signature of 40 characters that are not ASCII',
    () => ({ query: { signature: 'é'.repeat(40) } }),
  ],
  ['A02', 'a signature with a space before it', () => ({ ...fixed, query: { signature: ` ${own}` } })],
  ['A02', 'a signature with a line break after it', () => ({ ...fixed, query: { signature: `${own}\n` } })],
  ['A05', 'a timestamp 301 s ago', () => signed({ timestamp: seconds(-301) })],
  ['A05', 'a timestamp 302 s ahead', () => signed({ timestamp: seconds(302) })],
  ['A05', 'a timestamp of 9 digits', () => signed({ timestamp: now().slice(1) })],
  ['A05', 'a timestamp of 11 digits', () => signed({ timestamp: `0${now()}` })],
  ['A05', 'a timestamp in milliseconds', () => signed({ timestamp: `${now()}000` })],
  ['A05', 'a timestamp with letters', () => signed({ timestamp: '17356896aa' })],
  ['A05', 'a timestamp with an exponent', () => signed({ timestamp: '1e9' })],
  ['A05', 'a timestamp with a sign', () => signed({ timestamp: `+${now()}` })],
  ['A05', 'a timestamp with a space', () => signed({ timestamp: ` ${now()}` })],
  ['A05', 'a timestamp with a line break', () => signed({ timestamp: `${now()}\n` })],
  ['A05', 'a timestamp with a fraction', () => signed({ timestamp: `${now()}.0` })],
  ['A05', 'a timestamp in other digits', () => signed({ timestamp: '١٧٣٥٦٨٩٦٦٢' })],
  ['A05', 'a nonce of 33 characters', () => signed({ nonce: '1'.repeat(33) })],
  ['A05', 'a nonce with a sign that it cannot have', () => signed({ nonce: '12+34' })],
  ['A05', 'a nonce with a line break', () => signed({ nonce: '1234\n' })],
  [
    'A05',
    'digits moved from the timestamp to the nonce',
    () => {
      const [timestamp, nonce] = [now(), '123456'];
      // The same joined string, cut elsewhere.
      const query = {
        timestamp: timestamp.slice(0, 9),
        nonce: timestamp.slice(9) + nonce,
        signature: sha1(account.token, timestamp, nonce),
      };
      return { timestamp, nonce, query };
    },
  ],
];

/** Encrypted pushes of which `signature` is right, and something else is not. */
export const encryptedUnproven: [string, string, PushParts][] = [
  ['A02', 'a msg_signature of another token', { query: { msg_signature: wrong } }],
  ['A02', 'an empty msg_signature', { query: { msg_signature: '' } }],
  ['A02', 'a msg_signature of 39 digits', { query: { msg_signature: wrong.slice(1) } }],
  ['A02', 'a msg_signature of 41 digits', { query: { msg_signature: `${wrong}0` } }],
  ['A02', 'a msg_signature that is not hex', { query: { msg_signature: 'g'.repeat(40) } }],
  ['A02', 'a msg_signature of 40 NULs', { query: { msg_signature: '\0'.repeat(40) } }],
  ['A03', 'its signature as msg_signature', { ...fixed, query: { msg_signature: own } }],
  ['A07', 'no encrypt_type', { query: { encrypt_type: undefined } }],
  ['A07', 'encrypt_type raw', { query: { encrypt_type: 'raw' } }],
  ['A07', 'an empty encrypt_type', { query: { encrypt_type: '' } }],
  ['A07', 'encrypt_type AES', { query: { encrypt_type: 'AES' } }],
  ['A07', 'encrypt_type aes, but no msg_signature', { query: { msg_signature: undefined } }],
  ['A07', 'encrypt_type aes and a clear body', { body: toXml(textFields()) }],
  ['A07', 'a clear body, as in clear mode', { mode: 'clear' }],
  ['A07', 'a clear body and encrypt_type raw', { mode: 'clear', query: { encrypt_type: 'raw' } }],
  [
    'A07',
    'a clear body and all that the query of an encrypted one has',
    { mode: 'clear', query: { encrypt_type: 'aes', msg_signature: own } },
  ],
  ['A09', 'the AppID of another', { envelope: { receiveId: 'wx0000000000000000' } }],
  ['A09', 'the beginning of the AppID', { envelope: { receiveId: account.appId.slice(0, -1) } }],
  ['A09', 'the AppID and more', { envelope: { receiveId: `${account.appId}0` } }],
  ['A09', 'the AppID in capitals', { envelope: { receiveId: account.appId.toUpperCase() } }],
  ['A09', 'the AppID and a NUL', { envelope: { receiveId: `${account.appId}\0` } }],
  ['A09', 'the AppID and a space', { envelope: { receiveId: `${account.appId} ` } }],
  ['A09', 'no AppID', { envelope: { receiveId: '' } }],
  ['A10', 'an empty Encrypt', { encrypt: '' }],
  ['A10', 'an Encrypt of 3 bytes', { encrypt: 'AAAA' }],
  ['A10', 'an Encrypt of 17 bytes', { encrypt: Buffer.alloc(17).toString('base64') }],
  ['A10', 'an Encrypt of 33 bytes', { encrypt: Buffer.alloc(33).toString('base64') }],
  ['A10', 'an Encrypt that is not base64', { encrypt: '!'.repeat(64) }],
  [
    'A10',
    'an Encrypt in base64url',
    { encrypt: encrypt('x'.repeat(500)).replaceAll('+', '-').replaceAll('/', '_') },
  ],
  ['A10', 'an Encrypt with spaces', { encrypt: encrypt(toXml(textFields())).replace(/^(.{4})/, '$1    ') }],
  [
    'A10',
    'an Encrypt with line breaks',
    { encrypt: encrypt(toXml(textFields())).replace(/^(.{76})/, '$1\n\n\n\n') },
  ],
  ['A10', 'an Encrypt with padding too much', { encrypt: `${encrypt('x').slice(0, -4)}====` }],
  ['A10', 'an Encrypt under another key', { envelope: { key: Buffer.alloc(32, 7) } }],
  ['A10', 'padding 0', { envelope: { padding: Buffer.alloc(32, 0) } }],
  ['A10', 'padding 33', { envelope: { padding: Buffer.alloc(33, 33).subarray(1) } }],
  ['A10', 'padding 255', { envelope: { padding: Buffer.alloc(32, 255) } }],
  [
    'A10',
    'unequal padding',
    {
      message: 'x'.repeat(26),
      envelope: { padding: Buffer.concat([Buffer.alloc(31, 1), Buffer.alloc(1, 32)]) },
    },
  ],
  ['A10', 'length 0', { envelope: { length: 0 } }],
  ['A10', 'a length that is negative when signed', { envelope: { length: 0xffffffff } }],
  ['A10', 'a length past the end', { envelope: { length: 100_000 } }],
  ['A11', 'nothing inside', { message: '' }],
  ['A11', 'text that is not XML inside', { message: 'hello' }],
  ['A11', 'two roots inside', { message: '<xml><a/></xml><xml/>' }],
  ['A11', 'a DTD inside', { message: `<!DOCTYPE xml>${toXml(textFields())}` }],
  ['A11', 'text that the parser refuses inside', { message: '<xml><MsgType>&bad;</MsgType></xml>' }],
  ['A11', 'no MsgType inside', { message: '<xml><ToUserName>a</ToUserName></xml>' }],
  ['A11', 'two MsgType inside', { message: { MsgType: ['text', 'text'] } }],
  ['A11', 'too many elements inside', { message: `<xml>${'<a/>'.repeat(2000)}</xml>` }],
  ['A11', 'half a JSON object inside', { message: '{"MsgType":"text"' }],
  ['A11', 'bytes that are not UTF-8 inside', { encrypt: encrypt(Buffer.from([0x3c, 0xff, 0x3e])) }],
];

/** What the log says of which push. */
export const whys: [string, Mode, PushParts, string][] = [
  ['no timestamp', 'clear', { query: { timestamp: undefined } }, 'not a request of WeChat'],
  ['no nonce', 'clear', { query: { nonce: undefined } }, 'not a request of WeChat'],
  ['no msg_signature', 'safe', { query: { msg_signature: undefined } }, 'has no msg_signature'],
  ['no Encrypt', 'safe', { body: '<xml><a/></xml>' }, 'its body has no <Encrypt>'],
  ['no signature', 'clear', { query: { signature: undefined } }, 'has no signature: not a request of WeChat'],
  ['a malformed nonce', 'clear', { nonce: '!' }, 'has not the form WeChat gives it'],
  [
    'a wrong token',
    'clear',
    { account: { token: 'x' } },
    'The signature does not match. Is "token" the one set',
  ],
  ['a clear push', 'safe', { mode: 'clear' }, 'The push is not encrypted, but "encodingAESKey" is set'],
  [
    'an Encrypt of 40 characters',
    'safe',
    { encrypt: 'A'.repeat(40) },
    'The msg_signature or the Encrypt has not the form',
  ],
  [
    'an Encrypt of 45 characters',
    'safe',
    { encrypt: 'A'.repeat(45) },
    'The msg_signature or the Encrypt has not the form',
  ],
  [
    'an Encrypt that is no base64',
    'safe',
    { encrypt: '!'.repeat(44) },
    'The msg_signature or the Encrypt has not the form',
  ],
  [
    'an Encrypt with a sign before it',
    'safe',
    { encrypt: `!${'A'.repeat(43)}` },
    'The msg_signature or the Encrypt has not',
  ],
  [
    'an Encrypt with a sign after it',
    'safe',
    { encrypt: `${'A'.repeat(43)}!` },
    'The msg_signature or the Encrypt has not',
  ],
  [
    'a msg_signature of 41 digits',
    'safe',
    { query: { msg_signature: '0'.repeat(41) } },
    'The msg_signature or the Encrypt has not',
  ],
  [
    'a wrong msg_signature',
    'safe',
    { query: { msg_signature: '0'.repeat(40) } },
    'The msg_signature does not match. Is "token"',
  ],
  [
    'the shortest Encrypt there is',
    'safe',
    { encrypt: Buffer.alloc(32, 1).toString('base64') },
    'The padding is not right',
  ],
  [
    'an Encrypt with one sign of padding',
    'safe',
    { encrypt: Buffer.alloc(32, 1).toString('base64') },
    'The padding is not right',
  ],
  [
    'an Encrypt with two signs of padding',
    'safe',
    { encrypt: Buffer.alloc(34, 1).toString('base64') },
    'no whole number of blocks',
  ],
  ['a wrong key', 'safe', { account: { encodingAESKey: 'T'.repeat(43) } }, 'The padding is not right.'],
  [
    'another AppID',
    'safe',
    { account: { appId: 'wx1' } },
    'The message was encrypted for another AppID than "appId"',
  ],
  ['what is no push', 'safe', { message: 'x' }, 'What was decrypted is not a push.'],
];
