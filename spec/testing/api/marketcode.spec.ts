import { createDecipheriv } from 'node:crypto';
import { ConfigError } from 'offiaccount';
import { apiClient, refused } from './api-client';
import { closeAll, connect, matching } from './support';

afterEach(closeAll);

const meaning = {
  activity_name: 'Spring',
  product_brand: 'Tea',
  product_title: 'Green tea',
  product_code: '6901',
  wxa_appid: 'wx4f0c2b9d7e61a853',
  wxa_path: 'pages/index/index',
};

/** A client, and an application for 60,000 codes. */
async function applied() {
  const world = apiClient();
  const { application_id } = await world.api.marketcode.applyCode(60_000, 'mine-1');
  const decrypt = (buffer: string): string[][] => {
    const key = world.fake.marketcodeKey;
    const decipher = createDecipheriv('aes-128-cbc', key, key);
    const text = decipher.update(buffer, 'base64', 'utf8') + decipher.final('utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  };
  const download = async (code_start: number, code_end: number): Promise<string[][]> =>
    decipherOf(await world.api.marketcode.applyCodeDownload({ application_id, code_start, code_end }));
  const decipherOf = ({ buffer }: { readonly buffer: string }): string[][] => decrypt(buffer);
  return { ...world, application_id, download };
}

describe('codes of things', () => {
  it('are applied for, downloaded, activated and looked up', async () => {
    const { api, application_id, download } = await applied();
    expect(application_id).toMatch(/^\d+$/);
    const application = {
      application_id,
      isv_application_id: 'mine-1',
      status: 'FINISH',
      code_generate_list: [
        { code_start: 0, code_end: 49_999 },
        { code_start: 50_000, code_end: 59_999 },
      ],
    };
    expect(await api.marketcode.applyCodeQuery(application_id)).toMatchObject(application);
    expect(await api.marketcode.applyCodeQuery(undefined, 'mine-1')).toMatchObject(application);

    const lines = await download(0, 49_999);
    expect(lines).toHaveLength(50_000);
    expect(new Set(lines.map(([, , code]) => code)).size).toBe(50_000);
    const [index, code_url = '', code = ''] = lines[201]!;
    expect(index).toBe('201');
    expect(code).toMatch(/^[0-9A-Z]{9}$/);
    expect(code_url).toHaveLength(28);
    expect(await download(201, 201)).toEqual([[index, code_url, code]]);

    await expect(api.marketcode.codeActiveQuery({ code })).rejects.toEqual(refused(40116));
    await api.marketcode.codeActive({ application_id, ...meaning, code_start: 200, code_end: 300 });
    const told = {
      ...meaning,
      ...{ code, application_id, isv_application_id: 'mine-1' },
      ...{ wxa_type: 0, code_start: 200, code_end: 300 },
    };
    expect(await api.marketcode.codeActiveQuery({ code })).toMatchObject(told);
    expect(await api.marketcode.codeActiveQuery({ code_url })).toMatchObject(told);
    expect(await api.marketcode.codeActiveQuery({ application_id, code_index: 201 })).toMatchObject(told);
    for (const code_index of [199, 301])
      await expect(api.marketcode.codeActiveQuery({ application_id, code_index })).rejects.toEqual(
        refused(40116),
      );
    const other = { ...meaning, activity_name: 'Summer', wxa_type: 2 };
    await api.marketcode.codeActive({ application_id, ...other, code_start: 201, code_end: 201 });
    expect(await api.marketcode.codeActiveQuery({ code })).toMatchObject({
      activity_name: 'Summer',
      wxa_type: 2,
    });
  });

  it('lead a user to what they stand for', async () => {
    const { api, fake, application_id, download } = await applied();
    await api.marketcode.codeActive({ application_id, ...meaning, code_start: 0, code_end: 0 });
    const [[, code_url = '', code = ''] = []] = await download(0, 0);
    for (const scanned of [code, code_url]) {
      const ticket = fake.scanMarketcode('alice', scanned);
      const found = { ...meaning, code, application_id };
      expect(await api.marketcode.ticketToCode('alice', ticket)).toMatchObject(found);
      await expect(api.marketcode.ticketToCode('bob', ticket)).rejects.toEqual(refused(40003));
    }
    await expect(api.marketcode.ticketToCode('alice', 'x')).rejects.toEqual(refused(40035));
    for (const unknown of ['000000000', 'P.URL.CN/0000000000000000000', `${code_url}0`, 'x'])
      expect(() => fake.scanMarketcode('alice', unknown)).toThrow(ConfigError);
  });

  it('are one application under one name, and codes of their own under another', async () => {
    const { api, application_id, download } = await applied();
    expect(await api.marketcode.applyCode(60_000, 'mine-1')).toMatchObject({ application_id });
    const other = await api.marketcode.applyCode(10_000, 'mine-2');
    expect(other.application_id).not.toBe(application_id);
    await expect(api.marketcode.applyCodeQuery(application_id, 'mine-2')).rejects.toEqual(refused(40035));
    await api.marketcode.codeActive({ ...other, ...meaning, code_start: 0, code_end: 9999 });
    const last = (await download(59_999, 59_999))[0]?.[2] ?? '';
    await expect(api.marketcode.codeActiveQuery({ code: last })).rejects.toEqual(refused(40116));
  });
});

const APPLY = '/intp/marketcode/applycode';
const ACTIVE = '/intp/marketcode/codeactive';

it.each<[string, string, object, number]>([
  ['fewer than 10,000 codes', APPLY, { code_count: 9999, isv_application_id: 'a' }, 40035],
  ['more than 20,000,000 codes', APPLY, { code_count: 20_010_000, isv_application_id: 'a' }, 40035],
  ['no multiple of 10,000', APPLY, { code_count: 10_001, isv_application_id: 'a' }, 40035],
  ['an application without a name', APPLY, { code_count: 10_000 }, 40035],
  ['a name of 129 bytes', APPLY, { code_count: 10_000, isv_application_id: 'x'.repeat(129) }, 40035],
  ['a number of codes that is none', APPLY, { code_count: 'many', isv_application_id: 'a' }, 47001],
  ['a query for nothing', '/intp/marketcode/applycodequery', {}, 40035],
  ['a query for an unknown application', '/intp/marketcode/applycodequery', { application_id: 7 }, 40035],
  [
    'a download beyond the end',
    '/intp/marketcode/applycodedownload',
    { code_start: 0, code_end: 60_000 },
    40035,
  ],
  [
    'a download of too many',
    '/intp/marketcode/applycodedownload',
    { code_start: 0, code_end: 50_000 },
    40035,
  ],
  ['a download backwards', '/intp/marketcode/applycodedownload', { code_start: 2, code_end: 1 }, 40035],
  ['a range before the start', ACTIVE, { ...meaning, code_start: -1, code_end: 1 }, 40035],
  ['no product', ACTIVE, { ...meaning, product_title: '', code_start: 0, code_end: 1 }, 40035],
  ['an unknown version', ACTIVE, { ...meaning, wxa_type: 3, code_start: 0, code_end: 1 }, 40035],
  ['a code that nothing names', '/intp/marketcode/codeactivequery', { application_id: undefined }, 40035],
  ['a code without its place', '/intp/marketcode/codeactivequery', {}, 40035],
  ['no ticket', '/intp/marketcode/tickettocode', { openid: 'alice' }, 40035],
  ['nobody', '/intp/marketcode/tickettocode', { code_ticket: 'x' }, 41009],
])('is refused: %s', async (_what, path, body, errcode) => {
  const { post } = await connect();
  const made = await post(APPLY, { code_count: 60_000, isv_application_id: 'mine' });
  const isAboutOne = path !== APPLY && path !== '/intp/marketcode/applycodequery';
  const sent = isAboutOne ? { application_id: Number(made.application_id), ...body } : body;
  expect(await post(path, sent)).toMatchObject({ errcode, errmsg: matching(/rid: /) });
});

it('takes a service account', async () => {
  const { post } = await connect({ kind: 'subscription' });
  const body = { code_count: 10_000, isv_application_id: 'mine' };
  expect(await post(APPLY, body)).toMatchObject({ errcode: 48001 });
});
