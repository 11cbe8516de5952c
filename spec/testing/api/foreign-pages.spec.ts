import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { closeAll, connect } from './support';

/* What browsers send with the requests of a page, and what programs send. */

afterEach(closeAll);

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers: OutgoingHttpHeaders;
}

async function ask(origin: string, { method = 'POST', path = '/cgi-bin/stable_token', headers }: Asked) {
  const sent = request(origin + path, { method, headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

const text = { 'Content-Type': 'text/plain' };

const foreign: [string, Asked][] = [
  ['a simple POST', { headers: { ...text, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } }],
  ['a simple POST of an old browser', { headers: { ...text, Origin: 'https://evil.example' } }],
  [
    'a form',
    { headers: { Origin: 'http://a.example', 'Content-Type': 'application/x-www-form-urlencoded' } },
  ],
  ['a page without an origin', { headers: { ...text, Origin: 'null' } }],
  ['a page of another port', { headers: { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': 'same-site' } }],
  ['a page of another port, in an old browser', { headers: { Origin: 'http://127.0.0.1:1' } }],
  ['a picture', { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' } }],
  ['a picture of a neighbour', { method: 'GET', headers: { 'Sec-Fetch-Site': 'same-site' } }],
  ['a picture of an old browser', { method: 'GET', headers: { Referer: 'https://evil.example/a' } }],
  ['a question before', { method: 'OPTIONS', headers: { Origin: 'https://evil.example' } }],
  ['a link', { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' } }],
  ['an extension', { headers: { Origin: 'chrome-extension://abcdef' } }],
  ['no word of a browser', { headers: { 'Sec-Fetch-Site': 'anything' } }],
];

describe('web pages of another origin', () => {
  it.each(foreign)('are refused: %s', async (_what, asked) => {
    const { origin, api } = await connect();
    expect(await ask(origin, asked)).toBe(403);
    expect(await ask(origin, { ...asked, path: '/cgi-bin/clear_quota?access_token=x' })).toBe(403);
    expect(api.calls).toEqual([]);
  });

  it('are answered before their body has come', async () => {
    const { origin } = await connect();
    const sent = request(origin, { method: 'POST', headers: { Origin: 'https://evil.example' } });
    sent.on('error', () => undefined);
    sent.write('endless');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(403);
    sent.destroy();
  });

  it.each([
    ['a program', () => ({})],
    ['a browser in which somebody types the address', () => ({ 'Sec-Fetch-Site': 'none' })],
    ['our page', (origin: string) => ({ 'Sec-Fetch-Site': 'same-origin', Origin: origin })],
    ['our page in an old browser', (origin: string) => ({ Origin: origin })],
    ['our page in an old browser, with a picture', (origin: string) => ({ Referer: `${origin}/a?b` })],
    ['fetch of Node.js', () => ({ 'Sec-Fetch-Mode': 'cors' })],
  ])('are not %s', async (_what, headers) => {
    const { origin } = await connect();
    expect(await ask(origin, { headers: headers(origin) })).toBe(200);
  });
});
