import { createRouter } from 'offiaccount';
import { repeatsRepetition } from '../../lib/router/pattern';

describe('a pattern that repeats a repetition', () => {
  it.each([
    '(a+)+',
    '(a*)*b',
    '([a-z]+\\d*)+$',
    '((ab)*c?)+',
    '(?:x{2,})+',
    '(?<n>a+){3,}',
    '(a|b+)*?',
    '(\\)+)+',
  ])('is found: %s', (source) => {
    expect(repeatsRepetition(source)).toBe(true);
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
  ])('is not seen where there is none: %s', (source) => {
    expect(repeatsRepetition(source)).toBe(false);
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
