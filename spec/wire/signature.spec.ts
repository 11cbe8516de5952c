import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { findToken, sign } from '../../lib/wire/signature';
import envelopes from '../fixtures/envelopes/envelopes.json';

const { token, getCheck, safeRequest } = envelopes;
const { signature, timestamp, nonce } = getCheck;

describe('a signature', () => {
  it('is the one WeChat would make', () => {
    expect(sign(token, timestamp, nonce)).toBe(signature);
    expect(sign(token, safeRequest.query.timestamp, safeRequest.query.nonce)).toBe(
      safeRequest.query.signature,
    );
  });

  it('does not depend on the order of its parts', () => {
    expect(sign(nonce, token, timestamp)).toBe(signature);
    expect(sign(timestamp, nonce, token)).toBe(signature);
  });

  it('sorts by byte order, not by number or alphabet', () => {
    const joined = (text: string) => createHash('sha1').update(text).digest('hex');
    expect(sign('9', '10', '1')).toBe(joined('1109'));
    expect(sign('b', 'A', 'a')).toBe(joined('Aab'));
    expect(sign('_', 'Z', '+', '9')).toBe(joined('+9Z_'));
  });

  it('is that of the definition, for any parts', () => {
    const part = fc.string({ unit: fc.constantFrom(...Array.from('abAB019+/=_-')) });
    const definition = (...parts: readonly string[]) => {
      const sorted = [...parts].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      return createHash('sha1').update(sorted.join('')).digest('hex');
    };
    fc.assert(
      fc.property(part, part, part, part, (one, two, three, four) => {
        expect(sign(one, two, three)).toBe(definition(one, two, three));
        expect(sign(one, two, three, four)).toBe(definition(one, two, three, four));
      }),
    );
  });
});

describe('the token of a signature', () => {
  const made = (by: string) => sign(by, timestamp, nonce);

  it.each([
    ['the only one', ['one'], 'one', 'one'],
    ['the first', ['one', 'two', 'three'], 'one', 'one'],
    ['one in the middle', ['one', 'two', 'three'], 'two', 'two'],
    ['the last', ['one', 'two', 'three'], 'three', 'three'],
    ['none', ['one', 'two', 'three'], 'four', undefined],
    ['none of none', [], 'four', undefined],
    ['the same one twice', ['one', 'one'], 'one', 'one'],
  ])('is found: %s', (_which, tokens, by, found) => {
    expect(findToken(tokens, made(by), timestamp, nonce)).toBe(found);
  });

  it('is not found for another timestamp or nonce', () => {
    expect(findToken([token], signature, '1735689601', nonce)).toBeUndefined();
    expect(findToken([token], signature, timestamp, '77120935')).toBeUndefined();
  });

  it('is not found when one digit differs', () => {
    for (let at = 0; at < 40; at++) {
      const other = signature[at] === '0' ? '1' : '0';
      const wrong = signature.slice(0, at) + other + signature.slice(at + 1);
      expect(findToken([token], wrong, timestamp, nonce)).toBeUndefined();
    }
  });
});
