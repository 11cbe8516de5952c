import type { Context, Logger, WeChatConfig } from 'offiaccount';
import { closeTargets, startTarget } from '../support/attack';

afterEach(closeTargets);

const told: unknown[] = [];
const { error: consoleError } = console;
beforeEach(() => {
  told.length = 0;
  console.error = (...line: unknown[]) => void told.push(line.join(' '));
});
afterEach(() => {
  console.error = consoleError;
});

const circle = () => {
  const error = new Error('with a circle');
  return Object.assign(error, { itself: error });
};

/** Loggers as people write them, and what they do not take. */
const LOGGERS: readonly [string, Logger][] = [
  [
    'writes JSON, which has no circles',
    {
      warn: (fields) => void JSON.stringify(fields),
      error: (fields) => void JSON.stringify({ ...fields, at: 1n }),
    },
  ],
  [
    'throws at everything',
    {
      warn: () => {
        throw new Error('ENOSPC');
      },
      error: () => {
        // oxlint-disable-next-line typescript/only-throw-error -- some do
        throw undefined;
      },
    },
  ],
  [
    'rejects at everything',
    {
      // oxlint-disable-next-line typescript/no-misused-promises -- people write loggers so
      warn: () => Promise.reject(new Error('ENOSPC')),
      // oxlint-disable-next-line typescript/no-misused-promises
      error: () => Promise.reject(new Error('ENOSPC')),
    },
  ],
  // Not every caller has a compiler.
  ['has no methods', {} as Logger],
];

describe.each(LOGGERS)('a logger that %s', (_what, logger) => {
  const config: Partial<WeChatConfig> = { logger };

  it('does not keep a failed handler from being answered', async () => {
    const target = await startTarget({
      config,
      handler: () => {
        throw circle();
      },
    });
    expect(await target.push()).toMatchObject({ status: 200, body: 'success' });
    expect(target.wx.stats()).toMatchObject({ running: 0, answered: 1 });
    await new Promise(setImmediate);
    expect(told).toEqual(['offiaccount: A handler failed. (The logger failed to write this line.)']);
  });

  it('does not keep a failed onError, or work after an answer, from ending', async () => {
    const target = await startTarget({
      config: {
        ...config,
        onError: () => {
          throw circle();
        },
      },
      handler: (ctx: Context) => {
        ctx.after(() => Promise.reject(circle()));
        throw circle();
      },
    });
    expect(await target.push()).toMatchObject({ status: 200, body: 'success' });
    await target.wx.close();
    expect(target.wx.stats()).toMatchObject({ running: 0, after: 0 });
    expect(told).toContain('offiaccount: onError() failed. (The logger failed to write this line.)');
    expect(told).toContain(
      'offiaccount: Work after an answer (ctx.after) failed. (The logger failed to write this line.)',
    );
  });

  it('does not keep a refusal from being sent', async () => {
    const target = await startTarget({ config });
    expect((await target.push({ query: { signature: '0'.repeat(40) } })).status).toBe(403);
    expect(target.errors).toEqual([]);
  });
});

it('a logger of which methods need their object, such as a class, is called as one', async () => {
  class Lines {
    readonly lines: string[] = [];
    warn(_fields: object, message: string) {
      this.lines.push(message);
    }
    error(_fields: object, message: string) {
      this.lines.push(message);
    }
  }
  const logger = new Lines();
  const target = await startTarget({ config: { logger } });
  await target.push({ query: { signature: '0'.repeat(40) } });
  expect(logger.lines).toEqual([expect.stringContaining('A request was refused')]);
});
