import { consoleLogger } from '../lib/logger';

const { warn, error } = console;
afterEach(() => Object.assign(console, { warn, error }));

function written(log: () => void): unknown[][] {
  const lines: unknown[][] = [];
  const keep = (...args: unknown[]): void => void lines.push(args);
  Object.assign(console, { warn: keep, error: keep });
  log();
  return lines;
}

describe('the console logger', () => {
  it('writes a refusal as one line', () => {
    const reason = 'The signature does not match.';
    const lines = written(() =>
      consoleLogger.warn(
        { event: 'refused', status: 403, code: 'signature-wrong', reason, path: '/wechat', ip: '::1' },
        `A request was refused: ${reason}`,
      ),
    );
    expect(lines).toEqual([
      [
        'offiaccount: A request was refused: The signature does not match. (status 403, code signature-wrong, path /wechat, ip ::1)',
      ],
    ]);
  });

  it('writes an error below its line, with where it was thrown', () => {
    const err = new Error('on purpose');
    const lines = written(() =>
      consoleLogger.error({ event: 'handler-failed', MsgType: 'text', err }, 'A handler failed.'),
    );
    expect(lines).toEqual([['offiaccount: A handler failed. (MsgType text)', err]]);
  });

  it('writes a message without fields as it is', () => {
    expect(written(() => consoleLogger.warn({ event: 'x' }, 'Something.'))).toEqual([
      ['offiaccount: Something.'],
    ]);
  });
});
