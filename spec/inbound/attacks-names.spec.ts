import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { closeTargets, expectNoSecrets, modes, startTarget } from '../support/attack';
import { account, openid, textFields, toJson, toXml } from '../support/push';
import { readMessage } from '../../lib/model/message';
import { parseXml } from '../../lib/wire/xml';

afterEach(closeTargets);

const special = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'then',
  'toJSON',
  'cdata',
  'inspect',
];

const names = Object.getOwnPropertyNames(Object.prototype).sort().join();
afterEach(() => expect(Object.getOwnPropertyNames(Object.prototype).sort().join()).toBe(names));

describe('A19 an element with the name of an object member', () => {
  describe.each(['xml', 'json'] as const)('in %s', (format) => {
    it.each(special)('is plain data: %s', async (name) => {
      const target = await startTarget();
      const fields = JSON.parse(`{"${name}":"x","Info":{"${name}":"y"}}`) as Record<string, string>;
      const all = textFields();
      // Spread would call a setter of that name; this does not.
      for (const each of Object.keys(fields))
        Object.defineProperty(all, each, { value: fields[each], enumerable: true });
      const message = format === 'xml' ? toXml(all) : toJson(all);
      expect((await target.push({ format, message })).status).toBe(200);
      const [received] = target.messages as unknown as [Record<string, Record<string, string>>];
      expect(Object.getPrototypeOf(received)).toBeNull();
      expect(Object.keys(received).sort()).toEqual(Object.keys(all).sort());
      expect(Object.getOwnPropertyDescriptor(received, name)?.value).toBe('x');
      expect(Object.getOwnPropertyDescriptor(received.Info, name)?.value).toBe('y');
      expect(Object.getPrototypeOf(received.Info)).toBeNull();
    });
  });

  it('does not stand in for the field that is missing', async () => {
    const target = await startTarget();
    const tricks = '<__proto__><MsgType>text</MsgType><FromUserName>mallory</FromUserName></__proto__>';
    const message = `<xml>${tricks}<constructor><prototype><MsgType>text</MsgType></prototype></constructor></xml>`;
    expect((await target.push({ message })).status).toBe(400);
    expect(
      (
        await target.push({
          format: 'json',
          message: '{"__proto__":{"MsgType":"text","FromUserName":"a","ToUserName":"b"}}',
        })
      ).status,
    ).toBe(400);
    expect(target.messages).toEqual([]);
  });

  it('is not inherited by a message without it', () => {
    const message = readMessage(parseXml(toXml(textFields())));
    for (const name of special) expect(message).not.toHaveProperty([name]);
  });
});

const kinds = [
  ...special,
  '*',
  'all',
  'text ',
  'type text',
  'word hello',
  'event',
  'scan',
  'x'.repeat(10_000),
  'a\u0001b',
  'a\r\nb',
  '\u001b[31mred',
  'a b',
  '你好',
  '../../etc/passwd',
  '%00',
  '<xml>',
  '${7*7}',
].filter((kind) => !['text ', 'event'].includes(kind));

describe('A22 an unknown kind of push goes to the fallback with all its fields', () => {
  // XML cannot hold these characters, but the parser does not mind.
  it.each(kinds)('MsgType %j', async (kind) => {
    const target = await startTarget();
    let typed = 0;
    const count = () => {
      typed++;
    };
    target.wx.text(count).event(count);
    const { status } = await target.push({ message: textFields({ MsgType: kind, Something: 'else' }) });
    expect(status).toBe(200);
    expect(target.messages).toMatchObject([
      { MsgType: kind.trim().toLowerCase(), Something: 'else', FromUserName: openid },
    ]);
    expect(typed).toBe(0);
    expectNoSecrets(target.lines);
  });

  it.each(kinds.filter((kind) => kind !== 'scan'))('Event %j', async (kind) => {
    const target = await startTarget();
    let named = 0;
    target.wx.event('CLICK', () => {
      named++;
    });
    const { status } = await target.push({
      message: textFields({ MsgType: 'event', Event: kind, EventKey: 'key', MsgId: undefined }),
    });
    expect(status).toBe(200);
    expect(target.messages).toMatchObject([{ MsgType: 'event', Event: kind.trim(), EventKey: 'key' }]);
    expect(named).toBe(0);
  });

  it.each(kinds)('InfoType %j', async (kind) => {
    const target = await startTarget();
    const message = toXml({ AppId: 'wx1', CreateTime: 1735689662, InfoType: kind });
    const { status, body } = await target.push({ message });
    expect([status, body]).toEqual([200, 'success']);
    expect(target.messages).toMatchObject([{ MsgType: 'notice', InfoType: kind.trim() }]);
  });

  it('our own word for what has no MsgType', async () => {
    const target = await startTarget();
    const { status } = await target.push({ message: textFields({ MsgType: 'notice', Something: 'else' }) });
    expect(status).toBe(200);
    expect(target.messages).toMatchObject([{ MsgType: 'notice', InfoType: '', Something: 'else' }]);
  });

  it.each(kinds)('a text, a menu key or a scene %j', async (kind) => {
    const target = await startTarget();
    const found: string[] = [];
    target.wx
      .text('hello', () => void found.push('word'))
      .click('key', () => void found.push('key'))
      .scan('scene', () => void found.push('scene'));
    const common = { ToUserName: account.id, FromUserName: openid, CreateTime: 1735689662 };
    for (const fields of [
      { MsgType: 'text', Content: kind, MsgId: '1' },
      { MsgType: 'event', Event: 'CLICK', EventKey: kind },
      { MsgType: 'event', Event: 'SCAN', EventKey: kind },
    ])
      expect((await target.push({ message: toXml({ ...common, ...fields }) })).status).toBe(200);
    expect(found).toEqual([]);
    expect(target.messages).toHaveLength(3);
  });

  it('with an id that is no text', async () => {
    const target = await startTarget();
    const ids = ['<MsgId><a>1</a></MsgId>', '<MsgId><toString/></MsgId>', '<MsgId/>'];
    for (const id of ids) {
      const fields = `<ToUserName>a</ToUserName><FromUserName>b</FromUserName><MsgType>unknown</MsgType>${id}`;
      expect((await target.push({ message: `<xml>${fields}</xml>` })).status).toBe(200);
    }
    expect(target.messages).toHaveLength(3);
    expect(target.errors).toEqual([]);
  });

  it('in encrypted pushes as well', async () => {
    for (const mode of modes) {
      const target = await startTarget({ mode });
      expect((await target.push({ mode, message: { MsgType: 'constructor' } })).status).toBe(200);
      expect(target.messages).toMatchObject([{ MsgType: 'constructor' }]);
    }
  });
});

it('A43 a process in which every object has been given properties is not weaker for it', () => {
  const script = join(__dirname, '..', 'support', 'attack-polluted.ts');
  const output = execFileSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({
    'without a token': '"token"',
    'without an appId': '"appId"',
    'a right clear push': '200 <xml>',
    'a right safe push': '200 <xml>',
    'a clear push in safe mode': '403 forbidden',
    'a forged push': '403 forbidden',
    'a push without a signature': '403 forbidden',
    'a push without MsgType': '400 bad request',
    'an object of another parser': '200 {"ToU',
    received: ['hello', 'hello', 'hello'],
    'fields nobody sent': [],
  });
});
