import {
  closeTargets,
  clockWith,
  expectNoSecrets,
  expectRefused,
  expresses,
  startTarget,
} from '../support/attack';
import { account, encrypt, push, sha1, textFields } from '../support/push';

afterEach(closeTargets);

const forged = { query: { signature: '0'.repeat(40) } };

describe.each(expresses)('on %s', (_name, express) => {
  describe('A30 a refusal is one short line', () => {
    const longPath = `/wechat/${'a'.repeat(5000)}`;

    it.each([
      ['line breaks', '/wechat/%0d%0aforged%20line', '/wechat/%0d%0aforged%20line'],
      ['NULs', '/wechat/%00', '/wechat/%00'],
      ['5,000 characters', longPath, `${longPath.slice(0, 64)}…`],
      ['control characters in a query of its own', '/wechat?a=%1b[31m', '/wechat'],
    ])('when its path has %s', async (_what, path, logged) => {
      const target = await startTarget({ express });
      const { query, body } = push(forged);
      // As bytes: an HTTP client would not send some of these.
      const answer = await target.raw(
        Buffer.from(
          `POST ${path}${path.includes('?') ? '&' : '?'}${query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
          'latin1',
        ),
        body,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(target.lines.map(({ fields }) => fields.path)).toEqual([logged]);
      expectNoSecrets(target.lines);
    });

    it.each([
      ['a nonce of 10 kB', { nonce: 'x'.repeat(10_000) }],
      ['a nonce with line breaks', { nonce: 'a\r\nforged line' }],
      ['a nonce with colours', { nonce: '\u001b[31mred' }],
      ['a signature that could be a token', { signature: account.token }],
    ])('when its query has %s', async (_what, query) => {
      const target = await startTarget({ express });
      expectRefused(target, await target.push({ query }), 403);
      expect(JSON.stringify(target.lines)).not.toMatch(/forged|red"|xxxx/);
    });

    it('and a nonce of 1 MB does not get as far as us', async () => {
      const target = await startTarget({ express });
      const answer = await target.raw(
        `POST /wechat?nonce=${'x'.repeat(1_000_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(target.lines).toEqual([]);
    });

    it('that holds nothing of what was signed or encrypted', async () => {
      const secret = 'a very private message';
      const { timestamp, nonce } = push();
      const wrongs = [
        push({ mode: 'safe', message: { Content: secret }, query: { msg_signature: '0'.repeat(40) } }),
        push({ mode: 'safe', message: { Content: secret }, envelope: { receiveId: 'wxother' } }),
        push({ mode: 'safe', message: `<xml><MsgType>${secret}` }),
        push({ mode: 'clear', message: { Content: secret } }),
        push({
          mode: 'safe',
          timestamp,
          nonce,
          query: { signature: sha1(account.token, timestamp, nonce, 'x') },
        }),
        push({ mode: 'safe', body: `<xml><Encrypt>${encrypt(secret)}</Encrypt><Encrypt/></xml>` }),
      ];
      for (const { query, body } of wrongs) {
        const target = await startTarget({ express, mode: 'safe' });
        const { status } = await target.send({ method: 'POST', path: `/wechat?${query}`, body });
        expect([400, 403]).toContain(status);
        expect(target.lines).toHaveLength(1);
        expectNoSecrets(target.lines);
        expect(JSON.stringify(target.lines)).not.toContain('private');
      }
    });
  });

  it('A48 a forwarded address opens no door, and is not even looked at', async () => {
    const target = await startTarget({ express });
    const headers = {
      'x-forwarded-for': '101.226.103.0',
      'x-real-ip': '101.226.103.0',
      forwarded: 'for=101.226.103.0',
      'x-forwarded-host': 'api.weixin.qq.com',
    };
    expectRefused(target, await target.push(forged, { headers }), 403);
    expect(target.lines[0]?.fields.ip).toMatch(/127\.0\.0\.1$/);
  });

  it('A48 behind a proxy that is trusted, the address is the one Express makes out, cut and escaped', async () => {
    const target = await startTarget({
      express,
      mount: (app, wx) => app.set('trust proxy', true).use('/wechat', wx),
    });
    const { query } = push(forged);
    // As bytes: a client would write other ones for these characters.
    for (const address of ['203.0.113.7', '\u0085'.repeat(10), 'x'.repeat(1000)])
      await target.raw(
        Buffer.from(
          `POST /wechat?${query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: ${address}\r\n\r\n`,
          'latin1',
        ),
      );
    expect(target.lines.map(({ fields }) => fields.ip)).toEqual([
      '203.0.113.7',
      '\\u0085'.repeat(10),
      `${'x'.repeat(64)}…`,
    ]);
    expect(target.messages).toEqual([]);
  });
});

it('A30 what a push says of its sender is one short line too, when its handler fails', async () => {
  const target = await startTarget({
    handler: () => {
      throw new Error('on purpose');
    },
  });
  const forgedName = `alice\n{"level":"error"}\u001b[31m${'x'.repeat(1000)}`;
  for (const message of [{ FromUserName: forgedName }, { MsgType: forgedName }])
    expect((await target.push({ message: textFields(message) })).body).toBe('success');
  expect(target.lines.map(({ fields }) => fields)).toMatchObject([
    {
      event: 'handler-failed',
      openid: expect.stringMatching(/^alice\\u000a\{"level":"error"\}\\u001b\[31mx+…$/) as string,
    },
    { event: 'handler-failed', MsgType: expect.stringMatching(/^alice\\u000a.*…$/) as string },
  ]);
  expectNoSecrets(target.lines);
});

describe('A30 of many refusals', () => {
  /** A target on a clock, and its lines as reason and count. */
  async function targetOnClock() {
    let ms = 5000;
    let read = 0;
    const target = await startTarget({ config: { clock: clockWith({ monotonic: () => ms }) } });
    return {
      pass: (by: number) => void (ms += by),
      push: async (times: number, wrong: Parameters<typeof push>[0] = forged) => {
        for (let i = 0; i < times; i++) expect((await target.push(wrong)).status).toBeGreaterThanOrEqual(400);
      },
      /** Lines since the last time. */
      told: () => {
        const lines = target.lines.slice(read).map(({ fields: { code, count } }) => [code, count]);
        read = target.lines.length;
        return lines;
      },
      lines: target.lines,
    };
  }
  const once = ['signature-wrong', undefined];

  it('three are told at once, then one a minute, with the count of all since', async () => {
    const target = await targetOnClock();
    await target.push(25);
    expect(target.told()).toEqual([once, once, once]);
    target.pass(59_999);
    await target.push(5);
    expect(target.told()).toEqual([]);
    target.pass(1);
    await target.push(3);
    expect(target.lines.at(-1)?.message).toMatch(
      /^28 requests were refused since the last line of this kind; this one: .*signature does not match/,
    );
    expect(target.told()).toEqual([['signature-wrong', 28]]);
    target.pass(60_000);
    await target.push(1);
    expect(target.told()).toEqual([['signature-wrong', 3]]);
  });

  it('an hour of ten a second makes some sixty lines', async () => {
    const target = await targetOnClock();
    for (let minute = 0; minute < 60; minute++) {
      await target.push(10);
      target.pass(60_000);
    }
    const told = target.told();
    expect(told.length).toBeLessThanOrEqual(65);
    expect(told.reduce((sum, [, count = 1]) => sum + Number(count), 0)).toBeGreaterThan(590);
  });

  it('each reason is told apart, and begins anew after a quiet minute', async () => {
    const target = await targetOnClock();
    const old = { timestamp: '1000000000' };
    await target.push(4);
    await target.push(1, old);
    expect(target.told()).toEqual([once, once, once, ['timestamp-old', undefined]]);
    target.pass(60_000);
    await target.push(4, old);
    expect(target.told()).toEqual(Array(3).fill(['timestamp-old', undefined]));
    await target.push(1);
    expect(target.told()).toEqual([['signature-wrong', 2]]);
    target.pass(60_000);
    await target.push(3);
    expect(target.told()).toEqual([once, once, once]);
  });
});

describe('A49 bad framing is for the HTTP parser:', () => {
  const { query, ...sent } = push();
  const body = String(sent.body);
  const start = `POST /wechat?${query} HTTP/1.1\r\n`;
  const length = Buffer.byteLength(body);

  it.each([
    [
      'a length and chunks',
      `${start}Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['two lengths', `${start}Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n${body}`],
    ['a length that is no number', `${start}Host: a\r\nContent-Length: 5x\r\n\r\n${body}`],
    ['a negative length', `${start}Host: a\r\nContent-Length: -5\r\n\r\n${body}`],
    ['a length with a sign', `${start}Host: a\r\nContent-Length: +5\r\n\r\n${body}`],
    ['an unknown transfer encoding', `${start}Host: a\r\nTransfer-Encoding: x, y\r\n\r\n${body}`],
    ['chunked before another', `${start}Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a chunk size that is no number', `${start}Host: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n`],
    [
      'a chunk that is longer than it says',
      `${start}Host: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`,
    ],
    ['a header over two lines', `${start}Host: a\r\nX: y\r\n z\r\nContent-Length : 5\r\n\r\n${body}`],
    ['line feeds alone', `${start}Host: a\nContent-Length: ${length}\n\n${body}`],
    ['no host', `${start}Content-Length: ${length}\r\n\r\n${body}`],
  ])('%s', async (_what, bytes) => {
    const target = await startTarget();
    const answer = await target.raw(bytes);
    expect(answer === '' || answer.startsWith('HTTP/1.1 400 Bad Request\r\n')).toBe(true);
    expect(target.messages).toEqual([]);
  });

  it('two hosts make no difference to us', async () => {
    const target = await startTarget();
    const answer = await target.raw(
      `${start}Host: a\r\nHost: b\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`,
      body,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200 OK|400 Bad Request)\r\n/);
  });

  it('a second request in the body of a refused one is not read as one', async () => {
    const target = await startTarget();
    const smuggled = `POST /wechat?${query} HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`;
    const outer = push(forged);
    const answer = await target.raw(
      `POST /wechat?${outer.query} HTTP/1.1\r\nHost: a\r\nContent-Length: ${smuggled.length}\r\nConnection: close\r\n\r\n${smuggled}`,
    );
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    expect(target.messages).toEqual([]);
  });

  it('on one connection each push is judged by itself', async () => {
    const target = await startTarget();
    const one = (parts: Parameters<typeof push>[0], last = false) => {
      const sent = push(parts);
      return `POST /wechat?${sent.query} HTTP/1.1\r\nHost: a\r\n${last ? 'Connection: close\r\n' : ''}Content-Length: ${Buffer.byteLength(sent.body)}\r\n\r\n${String(sent.body)}`;
    };
    const answer = await target.raw(one({}) + one(forged) + one({ body: 'x' }) + one({}, true));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 403',
      'HTTP/1.1 400',
      'HTTP/1.1 200',
    ]);
    expect(target.messages).toHaveLength(2);
  });
});
