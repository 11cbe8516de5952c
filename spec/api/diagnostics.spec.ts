import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import type { ApiEvent } from 'offiaccount';
import { get, post } from '../../lib/api/request';
import { setUp, settle, type Setup } from '../support/api';
import type { Behaviour, SeenRequest } from '../support/fake-wechat';

const PATH = '/cgi-bin/x';
const TOKEN = '/cgi-bin/stable_token';

let setup: Setup;
let events: ApiEvent[];
const keep = (event: unknown) => void events.push(event as ApiEvent);

beforeEach(async () => {
  events = [];
  setup = await setUp();
  subscribe('offiaccount:api', keep);
});
afterEach(async () => {
  unsubscribe('offiaccount:api', keep);
  await setup.close();
});

/** Calls, and gives what was told of it. */
async function told(request = post(PATH, { text: 'canary-body' })): Promise<ApiEvent[]> {
  events = [];
  // Patient, since time that is moved while a request is on its way ends it.
  await settle(setup.api.request(request), setup.clock, 500).catch(() => undefined);
  return events.filter(({ endpoint }) => endpoint === PATH);
}

describe('offiaccount:api', () => {
  it('tells of a call, and of the one for the access token before it', async () => {
    await told();
    expect(events).toEqual([
      { method: 'POST', endpoint: TOKEN, outcome: 'ok', attempts: 1, ms: expect.any(Number) as number },
      { method: 'POST', endpoint: PATH, outcome: 'ok', attempts: 1, ms: expect.any(Number) as number },
    ]);
    expect(await told(get(PATH))).toEqual([expect.objectContaining({ method: 'GET', outcome: 'ok' })]);
    expect(events).toHaveLength(1);
  });

  it('tells what WeChat said', async () => {
    setup.fake.on(PATH, {
      json: { errcode: 45159, errmsg: 'invalid tag id rid: 65a1b2c3-0aaabbbb-1cccdddd' },
    });
    expect(await told()).toEqual([
      expect.objectContaining({
        outcome: 'api-error',
        errcode: 45159,
        rid: '65a1b2c3-0aaabbbb-1cccdddd',
        attempts: 1,
      }),
    ]);
    setup.fake.on(PATH, { json: { errcode: 40035, errmsg: 'no' } });
    expect((await told())[0]).not.toHaveProperty('rid');
  });

  it('counts the tries of a call, and tells once', async () => {
    setup.fake.on(PATH, { json: { errcode: -1, errmsg: 'busy' } }, { json: { errcode: -1, errmsg: 'busy' } });
    expect(await told(get(PATH))).toEqual([expect.objectContaining({ outcome: 'ok', attempts: 3 })]);
    setup.fake.revoke();
    expect(await told()).toEqual([expect.objectContaining({ outcome: 'ok', attempts: 2 })]);
  });

  it('tells why there was no answer, and after how long', async () => {
    setup.fake.on(PATH, 'reset-after-request');
    expect(await told()).toEqual([
      expect.objectContaining({ outcome: 'transport-error', reason: 'ECONNRESET', attempts: 1 }),
    ]);
    setup.fake.on(PATH, 'hang');
    const [event] = await told();
    expect(event).toMatchObject({ outcome: 'transport-error', reason: 'timeout', attempts: 1 });
    expect(event!.ms).toBeGreaterThanOrEqual(10_000);
    expect(event!.ms).toBeLessThan(20_000);
  });

  it('tells of a call that could not be tried', async () => {
    setup.fake.always(TOKEN, { text: '', status: 404 });
    expect(await told()).toEqual([
      expect.objectContaining({ outcome: 'transport-error', reason: 'token', attempts: 0 }),
    ]);
    expect(events[0]).toMatchObject({ endpoint: TOKEN, outcome: 'transport-error', reason: 'refused' });
  });

  it('tells nothing of mistakes in the program', async () => {
    await expect(setup.api.request(get('/cgi-bin/x?access_token=canary'))).rejects.toMatchObject({
      code: 'config',
    });
    await expect(setup.api.request(undefined as never)).rejects.toThrow();
    expect(events).toEqual([]);
  });

  it.each<[string, (seen: SeenRequest) => Behaviour]>([
    ['as an error', (seen) => ({ json: { errcode: 40035, errmsg: `${inspect(seen.query)} ${seen.body}` } })],
    ['as a page', (seen) => ({ text: `${inspect(seen.query)} ${seen.body}`, status: 502 })],
    ['as a result', (seen) => ({ json: { ...seen.query, body: seen.body } })],
  ])('shows no secret when WeChat repeats all it was sent %s', async (_how, behaviour) => {
    setup.fake.always(PATH, behaviour);
    for (const request of [
      post(PATH, { secret: 'canary-secret' }),
      get(PATH, { code: 'canary-code' }, { auth: { in: 'query', appid: 'a', secret: 's' } }),
    ])
      expect(await told(request)).toHaveLength(1);
    expect(setup.fake.seen.map(({ query, body }) => inspect(query) + body).join()).toContain('canary');
    expect(inspect(events, { depth: 10 })).not.toContain('canary');
  });
});
