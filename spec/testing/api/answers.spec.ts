import { ConfigError, createApi } from 'offiaccount';
import type { Api } from 'offiaccount';
import type { FakeApi, SampleName } from 'offiaccount/testing';
import { appId, appSecret, closeAll, connect, files, playWith } from './support';

/* What only an eye or an ear can tell: a sample, or what the test says is in the picture or recording. */

afterEach(closeAll);

function client() {
  const { simulator } = playWith({ appSecret });
  const { clock, api: fake } = simulator;
  const logger = { warn: () => undefined, error: () => undefined };
  const api = createApi({ appId, appSecret, clock, logger, transport: fake.transport });
  return { simulator, fake, api };
}

const picture = { data: files.png, filename: 'a.png' };
const url = 'https://a.example/a.png';
const img_size = { w: 10, h: 20 };

type LookName = Extract<SampleName, `${'ocr' | 'image'}.${string}`>;

/** Calls, what a sample of each has, and an answer of a test's own. */
const looks: Record<
  LookName,
  [(api: Api, img: typeof picture | string) => Promise<unknown>, string, object]
> = {
  'ocr.idcard': [({ ocr }, img) => ocr.idcard(img), 'name', { type: 'Back', valid_date: '2030' }],
  'ocr.bankcard': [({ ocr }, img) => ocr.bankcard(img, 'scan'), 'number', { number: '62' }],
  'ocr.driving': [({ ocr }, img) => ocr.driving(img), 'plate_num', { plate_num: '粤' }],
  'ocr.drivinglicense': [({ ocr }, img) => ocr.drivinglicense(img), 'id_num', { id_num: '1' }],
  'ocr.bizlicense': [({ ocr }, img) => ocr.bizlicense(img), 'reg_num', { reg_num: '1' }],
  'ocr.comm': [({ ocr }, img) => ocr.comm(img), 'items', { items: [], img_size }],
  'ocr.menu': [({ ocr }, img) => ocr.menu(img), 'content', { content: '{}' }],
  'image.scanQrcode': [
    ({ image }, img) => image.scanQrcode(img),
    'code_results',
    { code_results: [], img_size },
  ],
  'image.aiCrop': [({ image }, img) => image.aiCrop(img, '1,2.35'), 'results', { results: [], img_size }],
};
const rows = Object.entries(looks).map(([name, row]) => [name as LookName, ...row] as const);

/** The compiler holds each answer to its name; here they come from a table. */
const say = (fake: FakeApi, name: LookName, answer: object) =>
  (fake.answers as (name: string, answer: object) => () => void)(name, answer);

describe.each([
  ['a file', picture],
  ['an address', url],
])('%s', (_what, img) => {
  it.each(rows)('is looked at by %s', async (name, call, field, answer) => {
    const { api, fake } = client();
    expect(await call(api, img)).toHaveProperty(field);
    const takeBack = say(fake, name, answer);
    expect(await call(api, img)).toMatchObject(answer);
    expect(await call(api, img)).toMatchObject(answer);
    takeBack();
    expect(await call(api, img)).not.toMatchObject(answer);
  });
});

describe('a picture by another client', () => {
  const PATH = '/cv/ocr/idcard';
  const form = (name: string, data: Uint8Array) => {
    const body = new FormData();
    body.set(name, new Blob([data]), 'a.png');
    return body;
  };

  it.each([
    ['its address and no body', `img_url=${encodeURIComponent(url)}`, undefined, 0],
    ['its address of nothing', 'img_url=a.png', undefined, 101000],
    ['nothing at all', '', undefined, 101000],
    ['a file', '', form('img', files.png), 0],
    ['a file and an empty address', 'img_url=', form('img', files.jpg), 0],
    ['a file of another name', '', form('media', files.png), 101000],
    ['an empty file', '', form('img', Buffer.alloc(0)), 44001],
    ['a file that is no picture', '', form('img', files.mp3), 101000],
  ])('comes with %s', async (_what, query, body, errcode) => {
    const { request, stableToken } = await connect();
    const { access_token } = await stableToken();
    const answer = await request(`${PATH}?${query}&access_token=${access_token}`, {
      method: 'POST',
      ...(body && { body }),
    });
    expect(await answer.json()).toMatchObject({ errcode });
  });

  it('is looked at 100 times a day', async () => {
    const { post } = await connect();
    for (let times = 0; times < 100; times++) await post(`${PATH}?img_url=${url}`);
    expect(await post(`${PATH}?img_url=${url}`)).toMatchObject({ errcode: 101003 });
    expect(await post(`/cv/ocr/bankcard?img_url=${url}`)).toMatchObject({ errcode: 0 });
  });
});

describe('speech', () => {
  const recording = { voice_id: 'v1', lang: 'zh_CN', media: { data: files.mp3, filename: 'a.mp3' } } as const;

  it('is put into the words that the test says, within 10 s', async () => {
    const { api, fake, simulator } = client();
    await api.voice.addVoiceToRecoForText(recording);
    expect(await api.voice.queryRecoResultForText('v1')).toEqual({ result: '今天天气怎么样' });
    fake.answers('voice.queryRecoResultForText', { result: '你好' });
    expect(await api.voice.queryRecoResultForText('v1', 'zh_CN')).toEqual({ result: '你好' });
    await expect(api.voice.queryRecoResultForText('v2')).rejects.toMatchObject({ errcode: 40035 });
    await simulator.clock.advance(10_000);
    await expect(api.voice.queryRecoResultForText('v1')).rejects.toMatchObject({ errcode: 40035 });
  });

  it('is an mp3', async () => {
    const { api } = client();
    const media = { data: files.amr, filename: 'a.amr' };
    await expect(api.voice.addVoiceToRecoForText({ ...recording, media })).rejects.toMatchObject({
      errcode: 40005,
    });
  });

  it('is asked for by a POST without a body', async () => {
    const { upload, request, stableToken } = await connect();
    await upload('/cgi-bin/media/voice/addvoicetorecofortext?format=mp3&voice_id=v', 'a.mp3', files.mp3);
    const { access_token } = await stableToken();
    const path = `/cgi-bin/media/voice/queryrecoresultfortext?voice_id=v&access_token=${access_token}`;
    expect(await (await request(path, { method: 'POST' })).json()).toHaveProperty('result');
  });

  it('is translated as the test says', async () => {
    const { api, fake } = client();
    const translation = { lfrom: 'zh_CN', lto: 'en_US', content: '再见' } as const;
    expect(await api.voice.translateContent(translation)).toMatchObject({ from_content: '再见' });
    expect(await api.voice.translateContent({ ...translation, lto: 'zh_CN' })).toEqual({
      from_content: '再见',
      to_content: '再见',
    });
    fake.answers('voice.translateContent', { from_content: '再见', to_content: 'Goodbye' });
    expect(await api.voice.translateContent(translation)).toMatchObject({ to_content: 'Goodbye' });
  });
});

it('refuses an answer for what can be derived', () => {
  const { fake } = client();
  expect(() => say(fake, 'tag.create' as LookName, {})).toThrow(ConfigError);
});

// Compiled, not run: each line that must not compile says so.
export function types(fake: FakeApi): unknown[] {
  return [
    fake.answers('ocr.bankcard', {}),
    // @ts-expect-error a field of another type
    fake.answers('ocr.bankcard', { number: 1 }),
    // @ts-expect-error a field that the result does not have
    fake.answers('ocr.bankcard', { bank: 'x' }),
    // @ts-expect-error a field that is missing
    fake.answers('ocr.comm', { items: [] }),
    // @ts-expect-error this is derived
    fake.answers('tag.create', { tag: { id: 1, name: 'x' } }),
  ];
}
