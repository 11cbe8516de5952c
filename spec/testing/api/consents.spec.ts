import { onetimeSubscription } from '../../../lib/api/groups/onetime-subscription';
import { apiClient, refused } from './api-client';
import { appId, closeAll } from './support';

afterEach(closeAll);

const page = (over: object = {}) =>
  onetimeSubscription.authorizeUrl({
    appid: appId,
    scene: 1000,
    template_id: 'T1',
    redirect_url: 'https://a.example/done?from=wechat',
    reserved: 'r1',
    ...over,
  });

const message = {
  touser: 'alice',
  template_id: 'T1',
  scene: '1000',
  title: '取货通知',
  url: 'https://a.example',
  data: { content: { value: '您的货到了。', color: '#173177' } },
};

describe('a one-time subscription', () => {
  it('allows one message for each yes', async () => {
    const { api, simulator } = apiClient();
    const alice = simulator.user('alice');
    const send = () => api.onetimeSubscription.send(message);
    await expect(send()).rejects.toEqual(refused(43101));
    const back = new URL(simulator.api.confirmSubscription('alice', page()));
    expect(back.origin + back.pathname).toBe('https://a.example/done');
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'wechat',
      openid: 'alice',
      template_id: 'T1',
      action: 'confirm',
      scene: '1000',
      reserved: 'r1',
    });
    await send();
    await expect(send()).rejects.toEqual(refused(43101));
    simulator.api.confirmSubscription('alice', page());
    simulator.api.confirmSubscription('alice', page());
    await send();
    await send();
    const seen = {
      MsgType: 'subscribe',
      TemplateId: 'T1',
      Content: '取货通知\n您的货到了。',
      Url: 'https://a.example',
    };
    expect(alice.sees()).toEqual([seen, seen, seen]);
  });

  it('is of a user, a template and a scene', async () => {
    const { api, simulator } = apiClient();
    simulator.user('bob');
    simulator.api.confirmSubscription('alice', page());
    for (const other of [{ touser: 'bob' }, { template_id: 'T2' }, { scene: '1001' }])
      await expect(api.onetimeSubscription.send({ ...message, ...other })).rejects.toEqual(refused(43101));
    await api.onetimeSubscription.send(message);
  });

  it.each<[string, object, number]>([
    ['to nobody', { touser: 'zoe' }, 40003],
    ['without a template', { template_id: '' }, 40035],
    ['of a scene above 10,000', { scene: '10001' }, 40129],
    ['of a scene in words', { scene: 'shop' }, 40129],
    ['with a title of 16 characters', { title: '题'.repeat(16) }, 45003],
    ['without a title', { title: undefined }, 40035],
    ['with 201 characters', { data: { content: { value: '字'.repeat(201) } } }, 45002],
    ['without content', { data: {} }, 40035],
  ])('is refused: a message %s', async (_what, over, errcode) => {
    const { api, simulator } = apiClient();
    simulator.api.confirmSubscription('alice', page());
    await expect(api.onetimeSubscription.send({ ...message, ...over })).rejects.toEqual(refused(errcode));
    await api.onetimeSubscription.send({ ...message, title: '题'.repeat(15) });
  });

  it.each([
    ['of another page', 'https://a.example/'],
    ['of another account', page({ appid: 'wx9999999999999999' })],
    ['of a scene above 10,000', page({ scene: 10_001 })],
    ['that leads nowhere', page({ redirect_url: '' })],
  ])('is not confirmed by an address %s', (_what, url) => {
    const { simulator } = apiClient();
    expect(() => simulator.api.confirmSubscription('alice', url)).toThrow('confirmSubscription()');
  });
});

describe('the medical assistant', () => {
  const visit = {
    app_id: appId,
    open_id: 'alice',
    order_id: 'visit-1',
    msg_id: 'm1',
    status: 1501001,
    business_id: 150,
    business_info: {
      doc_name: '王医生',
      redirect_page: { page_type: 'web', url: 'https://a.example' },
    },
  };

  it('sends a message to a patient, once', async () => {
    const { api, simulator } = apiClient();
    const alice = simulator.user('alice');
    await api.medical.sendChannelMsg(visit);
    await expect(api.medical.sendChannelMsg(visit)).rejects.toEqual(refused(40035));
    await api.medical.sendChannelMsg({ ...visit, order_id: 'visit-2', business_info: {} });
    await api.medical.sendChannelMsg({
      ...visit,
      msg_id: 'm2',
      testonly_is_trial: 1,
      business_info: { redirect_page: { page_type: 'mini', app_id: 'wxm', fullpath: 'pages/index' } },
    });
    const seen = { MsgType: 'template', TemplateId: '1501001' };
    expect(alice.sees()).toEqual([
      { ...seen, Content: 'doc_name: 王医生', Url: 'https://a.example' },
      { ...seen, Content: '' },
      { ...seen, Content: '', MiniProgram: { AppId: 'wxm', PagePath: 'pages/index' } },
    ]);
  });

  it.each<[string, object, number]>([
    ['of another account', { app_id: 'wx9999999999999999' }, 40013],
    ['to nobody', { open_id: 'zoe' }, 40003],
    ['of no id', { msg_id: undefined }, 40035],
    ['of an unknown kind', { status: 7 }, 40035],
    ['of a kind in words', { status: 'booked' }, 47001],
    ['of another business', { business_id: 151 }, 40035],
    ['with a page of no type', { business_info: { redirect_page: { url: 'https://a.example' } } }, 40035],
  ])('is refused: a message %s', async (_what, over, errcode) => {
    const { api, simulator } = apiClient();
    const alice = simulator.user('alice');
    await expect(api.medical.sendChannelMsg({ ...visit, ...over })).rejects.toEqual(refused(errcode));
    expect(alice.sees()).toEqual([]);
  });
});
