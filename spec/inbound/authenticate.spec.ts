import { readConfig } from '../../lib/config';
import type { WeChatConfig } from '../../lib/config';
import { DecryptError, SignatureError } from '../../lib/errors';
import { authenticateQuery } from '../../lib/inbound/authenticate';
import { decryptPush, mustDecrypt } from '../../lib/inbound/decrypt';
import { readQuery } from '../../lib/inbound/query';
import { scanXml } from '../../lib/wire/scan';
import { systemClock } from '../../lib/clock';
import { encryptedUnproven, unproven, whys } from '../support/attack-causes';
import { account, push } from '../support/push';
import type { PushParts } from '../support/push';

/*
 * The stage by itself; `attacks-signature.spec.ts` says the same of the whole way from the network.
 */

const settingsOf = (over: Partial<WeChatConfig> = {}) => {
  const { appId, token, encodingAESKey } = account;
  return readConfig({ appId, token, encodingAESKey, ...over });
};

/** What comes of a push: its text, where it is proven. */
function authenticate(parts: PushParts, settings = settingsOf()) {
  const sent = push({ mode: 'safe', ...parts });
  const query = readQuery(sent.url);
  const signed = authenticateQuery(query, settings);
  if (!mustDecrypt(query, settings)) return { signed, text: String(sent.body), replyKeys: undefined };
  return { signed, ...decryptPush(scanXml(String(sent.body)).encrypt, query, signed, settings), sent };
}

it('a right push is proven, and gives back what was signed and encrypted', () => {
  const { signed, text, replyKeys, sent } = { sent: undefined, ...authenticate({}) };
  expect(signed).toEqual({ timestamp: sent?.timestamp, nonce: sent?.nonce });
  expect(text).toBe(sent?.message);
  expect(replyKeys).toEqual({ token: account.token, key: settingsOf().keys[0] });
});

it.each(unproven)('%s the query proves nothing with %s', (_row, _what, parts) => {
  expect(() => authenticate(parts())).toThrow(SignatureError);
});

const inside = new Set(['A11']);

it.each(encryptedUnproven.filter(([row]) => !inside.has(row)))(
  '%s an encrypted push proves nothing with %s',
  (_row, _what, parts) => {
    let failure: unknown;
    try {
      authenticate(parts);
    } catch (error) {
      failure = error;
    }
    expect(failure instanceof SignatureError || failure instanceof DecryptError).toBe(true);
  },
);

it.each(whys.filter(([what]) => what !== 'what is no push'))(
  'the reason names what is wrong: %s',
  (_what, mode, parts, why) => {
    const settings =
      mode === 'safe' ? settingsOf() : readConfig({ appId: account.appId, token: account.token });
    expect(() => authenticate({ mode, ...parts }, settings)).toThrow(why);
  },
);

it.each(['a', '-', '_', 'Z9', '1'.repeat(32), 'AZaz09_-'])('a nonce may be %s', (nonce) => {
  expect(authenticate({ nonce }).signed.nonce).toBe(nonce);
});

it.each(['', '!', 'a!', '!a', 'a b', '1'.repeat(33)])('a nonce may not be "%s"', (nonce) => {
  expect(() => authenticate({ nonce })).toThrow(SignatureError);
});

describe('the age of a push', () => {
  const at = 1_735_689_662;
  const clock = { ...systemClock, now: () => at * 1000 };

  it.each([0, 300, -300])('may be %i s', (age) => {
    const timestamp = String(at - age);
    expect(authenticate({ timestamp }, settingsOf({ clock })).signed.timestamp).toBe(timestamp);
  });

  it.each([
    [301, '301 s behind the clock of this machine. Is the clock right?'],
    [-301, '301 s ahead of the clock of this machine. Is the clock right?'],
    [86_400, '86400 s behind'],
  ])('may not be %i s', (age, why) => {
    expect(() => authenticate({ timestamp: String(at - age) }, settingsOf({ clock }))).toThrow(why);
  });

  it('may be anything with maxAge 0, and is as short as it was set', () => {
    const old = { timestamp: '1000000000' };
    expect(authenticate(old, settingsOf({ clock, maxAge: 0 })).signed.timestamp).toBe('1000000000');
    expect(() => authenticate({ timestamp: String(at - 2) }, settingsOf({ clock, maxAge: 1000 }))).toThrow(
      '2 s behind',
    );
    expect(
      authenticate({ timestamp: String(at - 1) }, settingsOf({ clock, maxAge: 1000 })).signed,
    ).toBeDefined();
  });
});

describe('whether a push must be encrypted', () => {
  const clear = readConfig({ appId: account.appId, token: account.token });
  const lax = settingsOf({ allowPlaintext: true });

  it.each([
    ['without a key', clear, undefined, false],
    ['without a key, whatever the query says', clear, 'aes', false],
    ['with a key', settingsOf(), undefined, true],
    ['with a key, whatever the query says', settingsOf(), 'raw', true],
    ['in a migration, where the query says nothing', lax, undefined, false],
    ['in a migration, where the query says raw', lax, 'raw', false],
    ['in a migration, where the query says aes', lax, 'aes', true],
    ['in a migration, where the query says something else', lax, 'none', true],
    [
      'in a migration without a key',
      readConfig({ appId: 'a', token: 'b', allowPlaintext: true }),
      'aes',
      false,
    ],
  ])('is decided %s', (_when, settings, encrypt_type, must) => {
    expect(mustDecrypt(encrypt_type === undefined ? {} : { encrypt_type }, settings)).toBe(must);
  });
});

describe('with several tokens and keys', () => {
  const other = 'T'.repeat(43);
  const settings = settingsOf({
    token: ['new', account.token],
    encodingAESKey: [other, account.encodingAESKey],
  });

  it.each([
    ['new', other, 0],
    ['new', account.encodingAESKey, 1],
    [account.token, other, 0],
    [account.token, account.encodingAESKey, 1],
  ])('token %s and key %s are found', (token, encodingAESKey, key) => {
    const { replyKeys } = authenticate({ account: { token, encodingAESKey } }, settings);
    expect(replyKeys).toEqual({ token, key: settings.keys[key] });
  });

  it('what the first key says of it is the reason, when none fits', () => {
    const keys = settingsOf({ encodingAESKey: [account.encodingAESKey, other] });
    expect(() => authenticate({ account: { appId: 'wx1' } }, keys)).toThrow('another AppID');
  });
});

it('the shortest Encrypt that can be one is looked into', () => {
  const encrypt = Buffer.alloc(32, 1).toString('base64');
  expect(encrypt).toHaveLength(44);
  expect(() => authenticate({ encrypt })).toThrow(DecryptError);
});
