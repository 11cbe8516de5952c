import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DecryptError } from '../../lib/errors';
import { decodeAesKey, decrypt, encrypt } from '../../lib/wire/envelope';
import { scanXml } from '../../lib/wire/scan';
import { sign } from '../../lib/wire/signature';
import * as byHand from '../support/push';
import envelopes from '../fixtures/envelopes/envelopes.json';

const fixture = (folder: string, file: string) =>
  readFileSync(join(__dirname, '..', 'fixtures', folder, file), 'utf8');

const { appid, encodingAESKey, token, safeReply, componentRequest } = envelopes;
const key = decodeAesKey(encodingAESKey);

describe("WeChat's sample", () => {
  it.each(['envelope-safe-request.xml', 'envelope-compatible-request.xml'])(
    '%s decrypts to the text',
    (file) => {
      const text = decrypt(scanXml(fixture('envelopes', file)).encrypt!, key, appid);
      expect(text).toBe(fixture('messages', 'msg-text.xml').trimEnd());
      expect(Buffer.byteLength(text)).toBe(envelopes.safeRequest.plaintextBytes);
    },
  );

  it('of a request is what we would have encrypted', () => {
    const text = fixture('messages', 'msg-text.xml').trimEnd();
    const encrypted = encrypt(text, key, appid, Buffer.from(envelopes.safeRequest.random));
    expect(encrypted).toBe(scanXml(fixture('envelopes', 'envelope-safe-request.xml')).encrypt);
  });

  it('of a notice decrypts for the platform, and only for it', () => {
    const { encrypt: encrypted } = scanXml(fixture('envelopes', componentRequest.file));
    const text = decrypt(encrypted!, key, componentRequest.receiveId);
    expect(text).toBe(fixture('notices', 'component-verify-ticket.xml').trimEnd());
    expect(() => decrypt(encrypted!, key, appid)).toThrow(DecryptError);
  });

  it('of a reply is what we make of the same text, random bytes, time and nonce', () => {
    const encrypted = encrypt(safeReply.plaintext, key, appid, Buffer.from(safeReply.random));
    expect(encrypted).toBe(safeReply.encrypt);
    expect(sign(token, safeReply.timestamp, safeReply.nonce, encrypted)).toBe(safeReply.msgSignature);
  });
});

describe('an EncodingAESKey', () => {
  it('is 32 bytes, of which the first half is the IV too', () => {
    expect(key.key).toEqual(Buffer.from(`${encodingAESKey}=`, 'base64'));
    expect(key.key).toHaveLength(32);
    expect(key.iv).toEqual(key.key.subarray(0, 16));
  });

  it('may carry unused bits in its last character', () => {
    // M = 12 = 001100: the last two bits are unused. N, O and P differ in these only.
    const family = ['M', 'N', 'O', 'P'].map((last) => decodeAesKey(encodingAESKey.slice(0, 42) + last));
    for (const { key: same } of family) expect(same).toEqual(key.key);
  });

  it.each([
    ['empty', ''],
    ['a character short', encodingAESKey.slice(1)],
    ['a character long', `${encodingAESKey}A`],
    ['with its padding', `${encodingAESKey}=`],
    ['with a sign that is no letter or digit', `+${encodingAESKey.slice(1)}`],
    ['with a line break at its end', `${encodingAESKey}\n`],
    ['with a letter that is not ASCII', `é${encodingAESKey.slice(1)}`],
  ])('is refused when it is %s, and not told', (_what, wrong) => {
    expect(() => decodeAesKey(wrong)).toThrow(ConfigError);
    expect(() => decodeAesKey(wrong)).toThrow('"encodingAESKey" must be the 43 letters and digits');
    expect(() => decodeAesKey(wrong)).not.toThrow(encodingAESKey.slice(2, 20));
  });

  it.each([
    ['of 3', 'abc', 'it is 3 long now'],
    ['of 43, one of which is a sign', `+${encodingAESKey.slice(1)}`, 'it has other characters among its 43'],
  ])('%s is told by its length', (_what, wrong, why) => {
    expect(() => decodeAesKey(wrong)).toThrow(why);
  });
});

describe('an encrypted text', () => {
  it.each(Array.from({ length: 33 }, (_, size) => size))('of %i bytes comes back', (size) => {
    const text = 'x'.repeat(size);
    const encrypted = encrypt(text, key, appid);
    const opened = byHand.decrypt(encrypted, { encodingAESKey });
    const pad = 32 - ((20 + size + appid.length) % 32);
    expect(opened).toEqual({ text, receiveId: appid, padding: Buffer.alloc(pad, pad) });
    expect(decrypt(encrypted, key, appid)).toBe(text);
    expect(decrypt(byHand.encrypt(text), key, appid)).toBe(text);
  });

  it.each([
    ['Chinese', '你好，请问周末几点开门？'],
    ['emoji', '👩‍👩‍👧‍👦 😀'],
    ['60 KB', '谢'.repeat(20_000)],
    ['its own receive id', `${appid}${appid}`],
    ['what could be padding', '\u0001\u0002\u0002\u001f'.repeat(8)],
  ])('with %s comes back', (_what, text) => {
    expect(decrypt(encrypt(text, key, appid), key, appid)).toBe(text);
    expect(decrypt(byHand.encrypt(text), key, appid)).toBe(text);
    expect(byHand.decrypt(encrypt(text, key, appid), { encodingAESKey }).text).toBe(text);
  });

  it('of any characters, for any id, comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }), (message, id) => {
        // The decoder takes a byte-order mark for what it is.
        expect(decrypt(encrypt(message, key, id), key, id)).toBe(message.replace(/^\ufeff/, ''));
      }),
      { numRuns: 200 },
    );
  });

  it('never begins the same twice', () => {
    const starts = Array.from({ length: 1000 }, () => encrypt('x', key, appid).slice(0, 21));
    expect(new Set(starts).size).toBe(1000);
  });
});

describe('a ciphertext is refused', () => {
  const made = (parts: byHand.EnvelopeParts, text: string | Buffer = 'x'.repeat(26)) =>
    byHand.encrypt(text, { random: Buffer.alloc(16, 'r'), ...parts });
  // 20 + 26 + 18 = 64: a whole padding block follows.
  const padding = (...bytes: number[]) => Buffer.from(bytes);

  it.each<[string, string, string]>([
    ['that is empty', '', 'whole number of blocks'],
    ['of 3 bytes', 'AAAA', 'whole number of blocks'],
    ['of 17 bytes', Buffer.alloc(17).toString('base64'), 'whole number of blocks'],
    ['of one block', made({}).slice(0, 22) + '==', 'padding'],
    ['under another key', made({ key: Buffer.alloc(32, 7) }), 'padding'],
    ['with padding 0', made({ padding: Buffer.alloc(32, 0) }), 'padding'],
    ['with padding 33', made({ padding: Buffer.concat([Buffer.alloc(31, 33), padding(33)]) }), 'padding'],
    ['with padding 33 that is whole', made({ padding: Buffer.alloc(33, 33) }, 'x'.repeat(9)), 'padding'],
    ['with padding 255', made({ padding: Buffer.alloc(32, 255) }), 'padding'],
    [
      'with unequal padding',
      made({ padding: Buffer.concat([padding(31), Buffer.alloc(31, 32)]) }),
      'padding',
    ],
    [
      'with the last byte but one unequal',
      made({ padding: Buffer.concat([Buffer.alloc(30, 32), padding(1, 32)]) }),
      'padding',
    ],
    ['without padding', made({ padding: Buffer.alloc(0) }), 'padding'],
    ['with a length past its end', made({ length: 27 + 18 + 100 }), 'longer than'],
    ['with a length one past its end', made({ length: 26 + 18 + 1 }), 'longer than'],
    ['with a length into the padding', made({ length: 26 + 18 + 32 }), 'longer than'],
    ['with a length that is negative when signed', made({ length: 0xffffffff }), 'longer than'],
    ['with the largest positive length', made({ length: 0x7fffffff }), 'longer than'],
    ['with length 0', made({ length: 0 }), 'another AppID'],
    ['with a length one short', made({ length: 25 }), 'another AppID'],
    ['with a length up to its end', made({ length: 26 + 18 }), 'another AppID'],
    ['for another id', made({ receiveId: 'wx0000000000000000' }), 'another AppID'],
    ['for a beginning of the id', made({ receiveId: appid.slice(0, -1) }), 'another AppID'],
    ['for an end of the id', made({ receiveId: appid.slice(1) }), 'another AppID'],
    ['for the id and more', made({ receiveId: `${appid}0` }), 'another AppID'],
    ['for the id in capitals', made({ receiveId: appid.toUpperCase() }), 'another AppID'],
    ['for the id and a NUL', made({ receiveId: `${appid}\0` }), 'another AppID'],
    ['for the id and a space', made({ receiveId: `${appid} ` }), 'another AppID'],
    ['for no id', made({ receiveId: '' }), 'another AppID'],
    ['that is not UTF-8', made({}, Buffer.from([0x3c, 0xff, 0x3e])), 'not UTF-8'],
    ['with half a character', made({}, Buffer.from('你').subarray(0, 2)), 'not UTF-8'],
    ['with a surrogate', made({}, Buffer.from([0xed, 0xa0, 0x80])), 'not UTF-8'],
  ])('%s', (_what, encrypted, message) => {
    expect(() => decrypt(encrypted, key, appid)).toThrow(DecryptError);
    expect(() => decrypt(encrypted, key, appid)).toThrow(message);
  });

  it('that is padded by 16, as other software does, only where both are the same', () => {
    // 20 + 10 + 18 = 48: to a multiple of 16 a pad of 16, which is also right to a multiple of 32.
    expect(decrypt(made({ padding: Buffer.alloc(16, 16) }, 'x'.repeat(10)), key, appid)).toBe('x'.repeat(10));
    expect(decrypt(made({ padding: Buffer.alloc(16, 16) }), key, appid)).toBe('x'.repeat(26));
  });

  it('when fewer than 20 bytes are left', () => {
    const block = byHand.encrypt('', { receiveId: '', padding: Buffer.alloc(12, 12) });
    expect(decrypt(block, key, '')).toBe('');
    const short = byHand.encrypt('', { receiveId: '', padding: Buffer.alloc(12, 13) });
    expect(() => decrypt(short, key, '')).toThrow('padding');
    // The last byte of the length is a pad byte here.
    const into = byHand.encrypt('', { receiveId: '', length: 13, padding: Buffer.alloc(12, 13) });
    expect(() => decrypt(into, key, '')).toThrow('padding');
  });

  it('whichever bit of its last two blocks is turned', () => {
    const right = Buffer.from(made({}), 'base64');
    for (let at = (right.length - 32) * 8; at < right.length * 8; at++) {
      const wrong = Buffer.from(right);
      wrong[at >> 3]! ^= 1 << (at & 7);
      expect(() => decrypt(wrong.toString('base64'), key, appid)).toThrow(DecryptError);
    }
  });
});
