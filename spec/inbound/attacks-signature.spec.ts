import {
  closeTargets,
  clockWith,
  expectNoSecrets,
  expectRefused,
  expresses,
  modes,
  settingsFor,
  startTarget,
  withoutDate,
} from '../support/attack';
import type { Mode } from '../support/attack';
import { encryptedUnproven, fixed, own, unproven, whys, wrong } from '../support/attack-causes';
import { account, checkQuery, openReply, push, sha1, textFields, textOf } from '../support/push';
import type { PushAccount, PushParts, Query } from '../support/push';

afterEach(closeTargets);

describe.each(modes)('in %s mode, a push is refused', (mode) => {
  it.each(unproven)('%s with %s', async (_row, _what, parts) => {
    const target = await startTarget({ mode });
    expectRefused(target, await target.push({ mode, ...parts() }), 403);
  });
});

it.each(unproven)('A27 %s: the URL check is refused with %s', async (_row, _what, parts) => {
  const target = await startTarget();
  const { params } = push(parts());
  const { signature, timestamp, nonce } = params;
  expectRefused(
    target,
    await target.send({ path: `/wechat?${checkQuery({ signature, timestamp, nonce })}` }),
    403,
  );
});

describe.each(['compatible', 'safe'] as const)(
  'in %s mode, a push is refused although its signature is right',
  (mode) => {
    it.each(encryptedUnproven)('%s with %s', async (_row, _what, parts) => {
      const target = await startTarget({ mode });
      expectRefused(target, await target.push({ mode, ...parts }), 403);
    });
  },
);

it('A03 the msg_signature is no signature', async () => {
  const target = await startTarget({ mode: 'safe' });
  const { params } = push({ mode: 'safe', ...fixed });
  expectRefused(
    target,
    await target.push({ mode: 'safe', ...fixed, query: { ...params, signature: params.msg_signature } }),
    403,
  );
});

it.each(expresses)('A11 no refusal tells its cause, to the byte, on %s', async (_name, express) => {
  const responses = new Map<string, string>();
  const target = await startTarget({
    express,
    mode: 'safe',
    config: { clock: clockWith({ monotonic: () => 0 }) },
  });
  const causes = [
    ...unproven.map(([, what, parts]) => [what, parts()] as const),
    ...encryptedUnproven.map(([, what, parts]) => [what, parts] as const),
  ];
  for (const [what, parts] of causes) {
    const { query, body } = push({ mode: 'safe', ...parts });
    const response = await target.raw(
      `POST /wechat?${query} HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`,
      body,
    );
    responses.set(what, withoutDate(response));
  }
  expect(responses.size).toBeGreaterThan(80);
  expect(new Set(responses.values())).toEqual(
    new Set([
      'HTTP/1.1 403 Forbidden\r\nX-Powered-By: Express\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 9\r\nConnection: close\r\n\r\nforbidden',
    ]),
  );
  expect(target.messages).toEqual([]);
});

describe.each(expresses)('on %s', (_name, express) => {
  const twisted: [string, string][] = [
    ['signature twice', '&signature=a'],
    ['the same signature twice', `&signature=${own}`],
    ['timestamp twice', '&timestamp=1'],
    ['nonce twice', '&nonce=1'],
    ['msg_signature twice', '&msg_signature=a&msg_signature=a'],
    ['encrypt_type twice', '&encrypt_type=aes&encrypt_type=raw'],
    ['openid twice', `&openid=a`],
    ['signature as a list', '&signature[]=a'],
    ['signature as a list, escaped', '&signature%5B%5D=a'],
    ['signature as a list with places', '&signature[0]=a'],
    ['nonce as an object', '&nonce[x]=1'],
    ['timestamp as an object with a method', '&timestamp[toString]=1'],
    ['nonce in a list in a list', '&nonce[a][b]=1'],
    ['signature again after 1,000 others', `${'&a=1'.repeat(1000)}&signature=a`],
  ];

  describe.each(['simple', 'extended'] as const)('with the %s query parser', (queryParser) => {
    it.each(twisted)('A04 a push is a bad request with %s', async (_what, more) => {
      const target = await startTarget({ express, queryParser });
      const { query, body } = push(fixed);
      expectRefused(
        target,
        await target.send({ method: 'POST', path: `/wechat?${query}${more}`, body }),
        400,
      );
    });

    it('A04 so is the URL check with two echostr', async () => {
      const target = await startTarget({ express, queryParser });
      expectRefused(target, await target.send({ path: `/wechat?${checkQuery()}&echostr=a` }), 400);
    });

    it("A04 parameters that are not WeChat's may be anything", async () => {
      const target = await startTarget({ express, queryParser });
      const { query, body } = push();
      const path = `/wechat?a=1&a=2&b[]=3&__proto__=4&constructor[prototype]=5&${query}`;
      expect((await target.send({ method: 'POST', path, body })).status).toBe(200);
      expect(target.messages).toHaveLength(1);
    });
  });

  it.each(modes)('a right push in %s mode is answered', async (mode) => {
    const target = await startTarget({ express, mode });
    const { status, body, headers } = await target.push({ mode });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/xml; charset=utf-8' });
    expect(textOf(mode === 'clear' ? body : openReply(body).text, 'Content')).toBe('a reply');
    expect(target.lines).toEqual([]);
  });
});

describe('the log says why a push was refused', () => {
  it.each(whys)('%s', async (_what, mode, parts, why) => {
    const target = await startTarget({ mode });
    expect((await target.push({ mode, ...parts })).status).toBe(403);
    expect(target.lines.map(({ fields }) => fields.reason)).toEqual([expect.stringContaining(why)]);
  });

  it('by the first key, when there are several', async () => {
    const target = await startTarget({
      config: { encodingAESKey: [account.encodingAESKey, 'T'.repeat(43)] },
    });
    await target.push({ mode: 'safe', account: { appId: 'wx1' } });
    expect(target.lines.map(({ fields }) => fields.reason)).toEqual([
      expect.stringContaining('another AppID'),
    ]);
  });
});

describe('A05 with the clock at a second', () => {
  const at = 1_735_689_662;
  const clock = clockWith({ now: () => at * 1000 });

  it.each([
    [-300, 200],
    [-301, 403],
    [300, 200],
    [301, 403],
  ])('a timestamp %i s from it gets %i', async (seconds, status) => {
    const target = await startTarget({ config: { clock } });
    expect((await target.push({ timestamp: String(at + seconds) })).status).toBe(status);
  });

  it('the log says which clock to look at', async () => {
    const target = await startTarget({ config: { clock } });
    await target.push({ timestamp: String(at - 3600) });
    await target.push({ timestamp: String(at + 3600) });
    expect(target.lines.map(({ fields }) => fields.reason)).toEqual([
      expect.stringContaining('3600 s behind the clock of this machine'),
      expect.stringContaining('3600 s ahead of the clock of this machine'),
    ]);
  });

  it('a timestamp of any age will do with maxAge 0', async () => {
    const target = await startTarget({ config: { clock, maxAge: 0 } });
    expect((await target.push({ timestamp: '1000000000' })).status).toBe(200);
    expect((await target.push({ timestamp: '9999999999' })).status).toBe(200);
    expectRefused(
      target.messages.length === 2 ? { ...target, messages: [] } : target,
      await target.push({ timestamp: '999999999' }),
      403,
    );
  });
});

describe('A06 the same request again', () => {
  it.each(modes)('in %s mode gets the first answer, and no handler runs', async (mode) => {
    let count = 0;
    const target = await startTarget({ mode, handler: () => `answer ${++count}` });
    const { query, body } = push({ mode });
    const request = { method: 'POST', path: `/wechat?${query}`, body };
    const answers = [await target.send(request), await target.send(request), await target.send(request)];
    expect(target.messages).toHaveLength(1);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(textOf(mode === 'clear' ? answer.body : openReply(answer.body).text, 'Content')).toBe(
        'answer 1',
      );
    }
  });

  it('gets success when there was nothing to say', async () => {
    const target = await startTarget({ handler: () => undefined });
    const { query, body } = push();
    const request = { method: 'POST', path: `/wechat?${query}`, body };
    expect([(await target.send(request)).body, (await target.send(request)).body]).toEqual([
      'success',
      'success',
    ]);
    expect(target.messages).toHaveLength(1);
  });
});

describe('A08 what stands in the clear beside an Encrypt', () => {
  const message = textFields({ Content: 'the truth' });

  it('counts for nothing, changed or added', async () => {
    const target = await startTarget({ mode: 'compatible' });
    const clearCopy = {
      Content: 'a lie',
      FromUserName: 'mallory',
      MsgType: 'image',
      MediaId: 'added',
      Event: 'CLICK',
    };
    const { status, body } = await target.push({ mode: 'compatible', message, clearCopy });
    expect(status).toBe(200);
    expect(target.messages.map((each) => ({ ...each }))).toEqual([message]);
    expect(textOf(openReply(body).text, 'ToUserName')).toBe(message.FromUserName);
  });

  it('counts for nothing when it is not even a message', async () => {
    const target = await startTarget({ mode: 'compatible' });
    const { encrypt: encrypted, ...sent } = push({ mode: 'safe', message });
    const body = `<xml><MsgType/><MsgType><a><![CDATA[&bad;]]></a></MsgType><Encrypt>${encrypted ?? ''}</Encrypt></xml>`;
    expect((await target.send({ method: 'POST', path: `/wechat?${sent.query}`, body })).status).toBe(200);
    expect(target.messages.map((each) => ({ ...each }))).toEqual([message]);
  });

  it('is believed in clear mode, whatever the Encrypt', async () => {
    const target = await startTarget({ mode: 'clear' });
    await target.push({ mode: 'compatible', message });
    expect(target.messages[0]).toMatchObject({ Content: 'the truth' });
  });

  it('is no way round the Encrypt when the query says so, except in a migration', async () => {
    const query: Query = { encrypt_type: undefined, msg_signature: undefined };
    const parts: PushParts = { mode: 'compatible', message, clearCopy: { Content: 'a lie' }, query };
    const strict = await startTarget({ mode: 'compatible' });
    expectRefused(strict, await strict.push(parts), 403);
    const lax = await startTarget({ mode: 'compatible', config: { allowPlaintext: true } });
    expect((await lax.push(parts)).status).toBe(200);
    expect(lax.messages[0]).toMatchObject({ Content: 'a lie' });
  });
});

describe('in a migration', () => {
  const config = { allowPlaintext: true };

  it.each(modes)('a push in %s mode is believed, and answered in kind', async (mode) => {
    const target = await startTarget({ mode: 'safe', config });
    const { body } = await target.push({ mode });
    expect(target.messages).toHaveLength(1);
    expect(body.includes('<Encrypt>')).toBe(mode !== 'clear');
  });

  it.each(encryptedUnproven.filter(([row]) => row !== 'A07'))(
    '%s a push is refused with %s',
    async (_row, _what, parts) => {
      const target = await startTarget({ mode: 'safe', config });
      expectRefused(target, await target.push({ mode: 'safe', ...parts }), 403);
    },
  );

  it.each([['aes'], ['AES'], ['']])(
    'a clear push is refused with encrypt_type "%s"',
    async (encrypt_type) => {
      const target = await startTarget({ mode: 'safe', config });
      expectRefused(target, await target.push({ query: { encrypt_type } }), 403);
    },
  );
});

describe('while tokens and keys change', () => {
  const otherKey = 'AnotherKeyForTheTimeOfTheChange0123456789AB';
  const both = { token: ['newToken', account.token], encodingAESKey: [otherKey, account.encodingAESKey] };
  const tokens = ['newToken', account.token];
  const keys = [otherKey, account.encodingAESKey];
  const combinations = tokens.flatMap((token) =>
    keys.map((encodingAESKey): PushAccount => ({ ...account, token, encodingAESKey })),
  );

  it.each(combinations)(
    'A47 a push with token $token and key $encodingAESKey is answered with the same',
    async (of) => {
      const target = await startTarget({ config: both });
      const { status, body } = await target.push({ mode: 'safe', account: of });
      expect(status).toBe(200);
      const reply = openReply(body, of);
      expect(reply.signed).toBe(true);
      expect(reply.receiveId).toBe(of.appId);
      expect(textOf(reply.text, 'Content')).toBe('a reply');
      expectNoSecrets(target.lines);
    },
  );

  it.each(tokens)('A47 a clear push and the URL check are believed with token %s', async (token) => {
    const target = await startTarget({ config: { token: ['third', ...tokens] } });
    expect((await target.push({ account: { token } })).status).toBe(200);
    const { body } = await target.send({ path: `/wechat?${checkQuery({ echostr: 'abc' }, { token })}` });
    expect(body).toBe('abc');
  });

  it('both signatures need not be of the same token', async () => {
    const target = await startTarget({ config: both });
    const { timestamp, nonce } = fixed;
    const { status, body } = await target.push({
      mode: 'safe',
      ...fixed,
      query: { signature: sha1('newToken', timestamp, nonce) },
    });
    expect(status).toBe(200);
    expect(openReply(body).signed).toBe(true);
  });

  it('A47 neither a third token nor a third key is believed', async () => {
    const target = await startTarget({ config: { ...both } });
    expectRefused(target, await target.push({ mode: 'safe', account: { token: 'third' } }), 403);
    const other = await startTarget({ config: { ...both } });
    expectRefused(
      other,
      await other.push({ mode: 'safe', account: { encodingAESKey: 'T'.repeat(43) } }),
      403,
    );
  });

  it('a key whose last character carries unused bits opens and closes the same envelopes', async () => {
    const odd = `${account.encodingAESKey.slice(0, 42)}P`;
    const target = await startTarget({ config: { encodingAESKey: odd } });
    const { status, body } = await target.push({ mode: 'safe' });
    expect(status).toBe(200);
    expect(openReply(body).signed).toBe(true);
    expect(openReply(body, { ...account, encodingAESKey: odd }).text).toContain('a reply');
  });
});

it('settings decide: with a key, no query makes a clear body believed', async () => {
  const values = [undefined, '', 'raw', 'aes', 'RAW', 'none', '0', 'false', 'null'];
  const signatures = [undefined, '', own, wrong];
  const target = await startTarget({ mode: 'safe' });
  for (const encrypt_type of values)
    for (const msg_signature of signatures) {
      const { status } = await target.push({ ...fixed, query: { encrypt_type, msg_signature } });
      expect(status).toBe(403);
    }
  expect(target.messages).toEqual([]);
});

it.each<Mode>(['clear', 'safe'])('nobody is believed for an openid in the query (%s)', async (mode) => {
  const target = await startTarget({ mode });
  await target.push({ mode, query: { openid: 'mallory' } });
  expect(target.messages[0]?.FromUserName).not.toBe('mallory');
  expect(settingsFor(mode).appId).toBe(account.appId);
});
