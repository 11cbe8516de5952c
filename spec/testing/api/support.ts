import { simulate } from 'offiaccount/testing';
import type { SimulatedAccount, Simulator } from 'offiaccount/testing';
import { closeAll, play, playWith } from '../../support/accounts';

/*
 * The fake API is spoken to as any HTTP client would: with plain fetch, and answers as text, so that ids keep their digits.
 */

export { closeAll, play, playWith, simulate };

export const appId = 'wx4f0c2b9d7e61a853';
export const appSecret = '0123456789abcdef0123456789abcdef';

export type Answer = Readonly<Record<string, unknown>>;

/** A simulator, and the calls of an app that has an access token. */
export async function connect(over: Partial<SimulatedAccount> = {}) {
  const { simulator, wx } = playWith({ appSecret, ...over });
  return { simulator, wx, api: simulator.api, ...(await caller(simulator)) };
}

/** Calls the API of a simulator. */
export async function caller({ api }: Simulator) {
  const origin = await api.url();
  const request = (path: string, init?: RequestInit): Promise<Response> => fetch(origin + path, init);

  let token: string | undefined;
  async function withToken(path: string): Promise<string> {
    token ??= (await stableToken()).access_token;
    return `${path}${path.includes('?') ? '&' : '?'}access_token=${token}`;
  }
  const renew = (): void => (token = undefined);

  const stableToken = async (more = {}) =>
    (await sendJson('/cgi-bin/stable_token', { ...credentials, ...more })) as {
      access_token: string;
      expires_in: number;
    };
  const classicToken = async () =>
    (await read(await request(`/cgi-bin/token?${new URLSearchParams(credentialsInQuery).toString()}`))) as {
      access_token: string;
      expires_in: number;
    };

  const sendJson = async (path: string, body: unknown): Promise<Answer> =>
    read(
      await request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    );

  const get = async (path: string): Promise<Answer> => read(await request(await withToken(path)));
  const post = async (path: string, body: unknown = {}): Promise<Answer> =>
    sendJson(await withToken(path), body);
  /** As text: long ids in it are digits. */
  const text = async (path: string, body?: unknown): Promise<string> =>
    (
      await request(
        await withToken(path),
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      )
    ).text();
  const upload = async (
    path: string,
    filename: string,
    data: Uint8Array,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const form = new FormData();
    form.set('media', new Blob([data]), filename);
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    return read(await request(await withToken(path), { method: 'POST', body: form }));
  };
  const download = async (path: string, body?: unknown): Promise<Response> =>
    request(await withToken(path), body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  /** A permanent picture, for articles. */
  const picture = async (): Promise<string> =>
    String((await upload('/cgi-bin/material/add_material?type=image', 'a.png', files.png)).media_id);

  return {
    origin,
    request,
    renew,
    stableToken,
    classicToken,
    sendJson,
    get,
    post,
    text,
    upload,
    download,
    picture,
  };
}

export const credentials = { grant_type: 'client_credential', appid: appId, secret: appSecret };
const credentialsInQuery = credentials;

/** JSON, where long ids are text: digits stay as they came. */
export const read = async (response: Response): Promise<Answer> =>
  JSON.parse((await response.text()).replace(/([:[,])(\d{16,})/g, '$1"$2"')) as Answer;

/** Files that begin as their kind does. */
export const files = {
  jpg: Buffer.from('ffd8ffe000104a464946', 'hex'),
  png: Buffer.from('89504e470d0a1a0a0000', 'hex'),
  amr: Buffer.from('#!AMR\n0123'),
  mp3: Buffer.from('ID3 0123'),
  mp4: Buffer.from('\0\0\0\x14ftypmp42'),
};

export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const anything: unknown = expect.anything();
