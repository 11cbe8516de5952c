import { createRouter } from 'offiaccount';
import { findSlowText } from '../../lib/router/slow-pattern';

describe('a pattern that takes very long', () => {
  it.each([
    // A repetition inside another.
    '(a+)+$',
    '(a*)*b',
    '([a-z]+\\d*)+$',
    '((ab)*c?)+$',
    '(?:x{2,})+$',
    '(?<n>a+){3,}b',
    '(\\)+)+b',
    '^(?:\\w+\\s?)*$',
    '(x+x+)+y',
    '(\\u4e2d+)+b',
    // Repetitions in a row.
    '^\\d*\\d*\\d*\\d*x',
    '^a*a*a*a*b$',
    '^查询(.*)(.*)(.*)$',
    '^(.+),(.+),(.+),(.+),(.+)$',
    '\\s*\\s*\\s*$',
    // Alternatives that begin alike.
    '^(a|a)*b',
    '^(a|ab|b)*c',
    '^(?:订单|订|单)*x',
    '^(\\w|\\d)+!',
    '^(foo|fo|o)+$',
    // A counted repetition of a repetition.
    '^(a+){10}b',
    '^(a{1,20}){20}b',
    '^(.*a){12}$',
    '^(?:[\\u8ba2-\\u8ba3]+)+$',
  ])('is found: %s', (source) => {
    expect(findSlowText(new RegExp(source))).toEqual(expect.any(String));
  });

  it.each([
    '^find (.+)$',
    '(\\d+)?',
    '(\\d{1,3}){4}',
    '(a+)(b+)',
    '[(+*]+',
    '\\(a+\\)+',
    '(订单|查询)\\s*(\\d+)',
    '(?=.*a)(?=.*b)',
    '(ab)+c+',
    '',
    '(',
    '^(?:预约|预定)\\s*(\\d+)人?$',
    '^(\\d{4})-(\\d{2})-(\\d{2})$',
    '^(?<city>.+)天气\\s*(?<day>今天|明天)?$',
    '(.*)天气(.*)',
    '^\\s*(退出|取消)\\s*$',
    '^(\\S+)\\s+(\\S+)$',
    '[\\u4e00-\\u9fa5]+',
    '(a)\\1+',
  ])('is not seen where there is none: %s', (source) => {
    const pattern = source === '(' ? /\(/ : new RegExp(source);
    expect(findSlowText(pattern)).toBeUndefined();
  });

  it('is warned about in development only', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation();
    const before = process.env.NODE_ENV;
    try {
      process.env.NODE_ENV = 'production';
      createRouter().text(/(p+)+$/, () => 'x');
      process.env.NODE_ENV = 'development';
      createRouter().click(/(d+)+$/, () => 'x');
      createRouter().text(/^plain (.+)$/, () => 'x');
      expect(warn.mock.calls.map(([message]) => message)).toEqual([expect.stringContaining('/(d+)+$/')]);
    } finally {
      process.env.NODE_ENV = before;
      warn.mockRestore();
    }
  });
});
