import fc from 'fast-check';
import { hintFor } from 'offiaccount';
import { addressIn } from '../../lib/hints';

describe('the address that WeChat does not allow', () => {
  it.each([
    [
      'invalid ip 203.0.113.9, not in whitelist hint: [abc.1a] rid: 65a1b2c3-0aaabbbb-1cccdddd',
      '203.0.113.9',
    ],
    [
      'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 65a1b2c3-0aaabbbb-1cccdddd',
      '203.0.113.9',
    ],
    ['invalid ip ::ffff:203.0.113.9, not in whitelist', '203.0.113.9'],
    ['invalid ip ::FFFF:CB00:7109, not in whitelist', '203.0.113.9'],
    ['invalid ip 2409:8a00:1820:5d21::1', '2409:8a00:1820:5d21::1'],
    [
      'invalid ip 2409:8a00:1820:5d21::1, not in whitelist rid: 5f8a1b2c-3d4e5f60-7a8b9c0d',
      '2409:8a00:1820:5d21::1',
    ],
    [
      'invalid ip 240e:3a1:4c50:1230:9d4a:7c5:8e1f:2b3c ipv6 240e:3a1:4c50:1230:9d4a:7c5:8e1f:2b3c, not in whitelist rid: 1-2-3',
      '240e:3a1:4c50:1230:9d4a:7c5:8e1f:2b3c',
    ],
    ['invalid ip 0.0.0.0 ipv6 2409:8a00::7, not in whitelist', '2409:8a00::7'],
    ['access clientip is not registered hint: [x7.a] requestIP: 198.51.100.4', '198.51.100.4'],
    ['access clientip is not registered requestIP:198.51.100.4', '198.51.100.4'],
    ['access clientip is not registered requestIP:2409:8a00::7.', '2409:8a00::7'],
    ['This ip(198.51.100.4) is waiting for the administrator', '198.51.100.4'],
    ['invalid ip [2409:8a00::7]:443', '2409:8a00::7'],
    ['invalid ip 198.51.100.4:443', '198.51.100.4'],
    ['at 12:34:56 of 2026.01.02 invalid ip 198.51.100.4.', '198.51.100.4'],
    ['not in whitelist rid: 65a1b2c3-0aaabbbb-1cccdddd', undefined],
    ['at 12:34:56, version 1.2.3.4.5 and 1.2.3, code 999.1.1.1, feed:beef', undefined],
    ['', undefined],
  ])('in %p is %p', (errmsg, address) => {
    expect(addressIn(errmsg)).toBe(address);
  });

  it.each([40164, 61004, 40090, 45035, 89503, 89506])(
    'is named by the hint of %d in both languages',
    (errcode) => {
      for (const address of ['203.0.113.9', '2409:8a00:1820:5d21::1']) {
        const refusal = {
          errcode,
          errmsg: `invalid ip ${address}, not in whitelist rid: 65a1b2c3-0aaabbbb-1cccdddd`,
        };
        for (const language of ['zh', 'en'] as const)
          expect(hintFor(refusal, language)).toContain(` ${address}`);
      }
    },
  );

  it('is not made up where WeChat names none', () => {
    expect(hintFor({ errcode: 40164, errmsg: 'not in whitelist' }, 'en')).toContain(
      'the address of this server',
    );
    expect(hintFor({ errcode: 40164, errmsg: 'not in whitelist' }, 'zh')).toContain('这台服务器的出口 IP');
  });

  it('is found in any sentence', () => {
    const words = fc.constantFrom('invalid ip ', 'requestIP: ', 'clientip is [', 'ip(');
    const after = fc.constantFrom(
      '',
      ', not in whitelist',
      '] rid: 65a1b2c3-0aaabbbb',
      ')',
      '. ',
      ' ipv6 ::ffff:9.9.9.9',
    );
    const address = fc
      .oneof(fc.ipV4(), fc.ipV6())
      .filter((each) => each !== '0.0.0.0' && !/^(?:0*:)*[0:]*$|ffff/i.test(each));
    fc.assert(
      fc.property(words, address, after, (before, given, rest) => addressIn(before + given + rest) === given),
    );
  });
});
