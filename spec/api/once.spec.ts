import { get, type ApiRequest } from '../../lib/api/request';
import * as groups from '../../lib/api/groups';
import { setUp, settle, type Setup } from '../support/api';
import type { Behaviour } from '../support/fake-wechat';

const { oauth, component } = groups;

/** Calls with something that WeChat takes once. */
const ONCE: Readonly<Record<string, ApiRequest>> = {
  'oauth.getAccessToken': oauth.getAccessToken('once'),
  'oauth.getComponentAccessToken': oauth.getComponentAccessToken('wx1', 'once'),
  'component.queryAuth': component.queryAuth('once'),
  'component.createPreAuthCode': component.createPreAuthCode(),
  'component.getAuthorizerAccessToken': component.getAuthorizerAccessToken('wx1', 'refresh'),
  'oauth.jscode2session': oauth.jscode2session('once'),
  'oauth.componentJscode2session': oauth.componentJscode2session('wx1', 'once'),
  'component.getComponentAccessToken': component.getComponentAccessToken('ticket'),
  'a code for a session, by hand': get('/sns/jscode2session', { js_code: 'once' }, { auth: 'none' }),
  'a code for a token, by hand': get('/sns/oauth2/access_token', { code: 'once' }, { auth: 'none' }),
};

const UNKNOWN: Readonly<Record<string, Behaviour>> = {
  'the connection is reset after the request': 'reset-after-request',
  'the connection is reset in the answer': 'reset-during-answer',
  'there is no answer in time': 'hang',
  'a gateway says 502': { text: '<html>', status: 502 },
};

describe('what works once is asked once when', () => {
  let setup: Setup;
  beforeEach(async () => {
    setup = await setUp({
      timeout: 5000,
      componentAppId: 'wx1',
      componentAccessToken: () => Promise.resolve('component-token'),
    });
  });
  afterEach(() => setup.close());

  describe.each(Object.entries(UNKNOWN))('%s', (_what, behaviour) => {
    it.each(Object.entries(ONCE))('%s', async (_name, request) => {
      setup.fake.always(request.path, behaviour);
      const call = settle(setup.api.request(request), setup.clock);
      await expect(call).rejects.toMatchObject({ code: 'transport', sent: true });
      expect(setup.fake.count(request.path)).toBe(1);
    });
  });
});
