import type { EventMessage } from 'offiaccount';
import { modesAndFormats } from '../../support/accounts';
import { closeAll, connect, matching } from './support';

afterEach(closeAll);

const SEND = '/cgi-bin/message/template/send';
const BIZSEND = '/cgi-bin/message/subscribe/bizsend';
const OK = { errcode: 0, errmsg: 'ok' };
const values = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));

/** A follower, and an account with a template. */
async function ready() {
  const world = await connect();
  const alice = world.simulator.user('alice');
  await alice.follows();
  const template_id = world.api.addTemplate({
    content: '商品：{{thing1.DATA}}\n单号：{{number2.DATA}}',
    title: '发货',
  });
  const notice = { touser: 'alice', template_id, data: values({ thing1: '茶', number2: '42' }) };
  return {
    ...world,
    alice,
    template_id,
    notice,
    send: (more = {}) => world.post(SEND, { ...notice, ...more }),
  };
}

describe('a template message', () => {
  it('reaches the user, and the app is told under the same id', async () => {
    const { alice, api, wx, text, notice, template_id } = await ready();
    const told: EventMessage<'TEMPLATESENDJOBFINISH'>[] = [];
    wx.event('TEMPLATESENDJOBFINISH', ({ message }) => void told.push(message));
    const answer = await text(SEND, {
      ...notice,
      url: 'http://a',
      miniprogram: { appid: 'wx1', pagepath: 'p' },
    });
    expect(answer).toMatch(/^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$/);
    expect(alice.sees()).toEqual([
      {
        MsgType: 'template',
        TemplateId: template_id,
        Content: '商品：茶\n单号：42',
        Url: 'http://a',
        MiniProgram: { AppId: 'wx1', PagePath: 'p' },
      },
    ]);
    expect(await api.events()).toMatchObject([{ outcome: 'silent', deliveries: [{ status: 200 }] }]);
    expect(told).toMatchObject([
      { FromUserName: 'alice', Status: 'success', MsgID: /"msgid":(\d+)/.exec(answer)![1] },
    ]);
  });

  it('is never kept back', async () => {
    const { post, send } = await ready();
    await send();
    const list = (limit: number) =>
      post('/wxa/sec/queryblocktmplmsg', { tmpl_msg_id: '1', largest_id: 0, limit });
    expect(await list(100)).toEqual({ ...OK, msginfo: [] });
    expect(await list(101)).toMatchObject({ errcode: 40035 });
  });

  it('comes with an event of its own each time, also within one second', async () => {
    const { api, wx, send } = await ready();
    const told = new Set<string>();
    wx.event('TEMPLATESENDJOBFINISH', ({ message }) => void told.add(message.MsgID));
    await Promise.all([send(), send(), send()]);
    await api.events();
    expect(told.size).toBe(3);
  });

  it('is not sent again within ten minutes under the same client_msg_id', async () => {
    const { alice, api, simulator, send } = await ready();
    const once = await send({ client_msg_id: 'a' });
    expect(await send({ client_msg_id: 'a' })).toEqual(once);
    expect(await send({ client_msg_id: 'b' })).not.toEqual(once);
    await simulator.clock.advance(600_000);
    expect(await send({ client_msg_id: 'a' })).not.toEqual(once);
    expect(alice.sees()).toHaveLength(3);
    expect(await api.events()).toHaveLength(3);
    expect(await send({ client_msg_id: 'x'.repeat(33) })).toMatchObject({ errcode: 40035 });
  });

  it.each<[string, object, number, RegExp]>([
    ['no template', { template_id: undefined }, 40035, /"template_id" is missing/],
    ['another template', { template_id: 'x' }, 40037, /"x"/],
    ['a stranger', { touser: 'nobody' }, 40003, /"nobody"/],
    ['no data', { data: undefined }, 40035, /"data" is missing/],
    ['a value that is missing', { data: values({ thing1: 'a' }) }, 47003, /data\.number2\.value is empty/],
    [
      'a value that is empty',
      { data: values({ thing1: '', number2: '1' }) },
      47003,
      /data\.thing1\.value is empty/,
    ],
    [
      'a value that is too long',
      { data: values({ thing1: '字'.repeat(21), number2: '1' }) },
      47003,
      /data\.thing1/,
    ],
    [
      'a value of another kind',
      { data: values({ thing1: 'a', number2: 'b' }) },
      47003,
      /data\.number2\.value invalid/,
    ],
    ['a value that is no object', { data: { thing1: 'a' } }, 47001, /"data\.thing1" must be an object/],
  ])('is refused: %s', async (_what, more, errcode, errmsg) => {
    const { alice, api, send } = await ready();
    expect(await send(more)).toEqual({ errcode, errmsg: matching(errmsg) });
    expect(alice.sees()).toEqual([]);
    expect(await api.events()).toEqual([]);
  });

  it('takes numbers for values', async () => {
    const { alice, send } = await ready();
    expect(await send({ data: { thing1: { value: 'a' }, number2: { value: 5 } } })).toMatchObject(OK);
    expect(alice.sees()).toMatchObject([{ Content: '商品：a\n单号：5' }]);
  });

  it('goes to followers only, and not to those on the black list', async () => {
    const { alice, simulator, send, post } = await ready();
    await simulator.user('bob').follows();
    await post('/cgi-bin/tags/members/batchblacklist', { openid_list: ['bob'] });
    expect(await send({ touser: 'bob' })).toMatchObject({ errcode: 43019 });
    await alice.unfollows();
    expect(await send()).toMatchObject({ errcode: 43004 });
  });
});

describe.each(modesAndFormats)('in $mode mode with $format', (how) => {
  it('events that calls set off arrive like any other', async () => {
    const { simulator, api, wx, post } = await connect(how);
    const told: unknown[] = [];
    wx.event(['TEMPLATESENDJOBFINISH', 'subscribe_msg_sent_event'], ({ message }) => void told.push(message));
    const alice = simulator.user('alice');
    await alice.follows();
    const template_id = api.addTemplate({ content: 'Hi' });
    const { msgid } = await post(SEND, { touser: 'alice', template_id, data: {} });
    api.addTemplate({ content: 'Hi', template_id: 's', kind: 'subscribe' });
    await alice.triggers('subscribe_msg_popup_event', {
      SubscribeMsgPopupEvent: { List: [{ TemplateId: 's', SubscribeStatusString: 'accept', PopupScene: 1 }] },
    });
    await post(BIZSEND, { touser: 'alice', template_id: 's', data: {} });
    await api.events();
    expect(told).toMatchObject([{ MsgID: msgid }, { SubscribeMsgSentEvent: { List: { TemplateId: 's' } } }]);
  });

  it('they are not shown to the user, nor is their failure', async () => {
    const { simulator, api, wx, post } = await connect(how);
    wx.event('TEMPLATESENDJOBFINISH', () => 'Sent!');
    const alice = simulator.user('alice');
    await alice.follows();
    await post(SEND, { touser: 'alice', template_id: api.addTemplate({ content: 'Hi' }), data: {} });
    expect(await api.events()).toMatchObject([{ outcome: 'replied' }]);
    expect(alice.sees()).toMatchObject([{ MsgType: 'template' }]);
  });
});

describe('the templates of an account', () => {
  const ADD = '/cgi-bin/template/api_add_template';
  const LIST = '/cgi-bin/template/get_all_private_template';

  it('are added, listed, used and deleted', async () => {
    const { alice, post, get, send } = await ready();
    const keywords = {
      template_id_short: '43210',
      keyword_name_list: ['商品', '下单时间', '订单号', '状态'],
    };
    const { template_id, ...rest } = await post(ADD, keywords);
    expect(rest).toEqual(OK);
    const { template_id: old } = await post(ADD, { template_id_short: 'TM00015' });
    expect(await get(LIST)).toMatchObject({
      template_list: [
        { title: '发货', primary_industry: 'IT科技', deputy_industry: '互联网|电子商务' },
        {
          template_id,
          content: `商品：{{thing1.DATA}}\n下单时间：{{time2.DATA}}\n订单号：{{character_string3.DATA}}\n状态：{{phrase4.DATA}}`,
          example: '',
        },
        { template_id: old },
      ],
    });
    expect(
      await send({
        template_id,
        data: values({ thing1: '茶', time2: '9:00', character_string3: 'A1', phrase4: '已发货' }),
      }),
    ).toMatchObject(OK);
    expect(alice.sees()).toMatchObject([{ Content: '商品：茶\n下单时间：9:00\n订单号：A1\n状态：已发货' }]);
    expect(await post('/cgi-bin/template/del_private_template', { template_id })).toEqual(OK);
    expect(await post('/cgi-bin/template/del_private_template', { template_id })).toMatchObject({
      errcode: 40037,
    });
    expect(await send({ template_id })).toMatchObject({ errcode: 40037 });
  });

  it('are at most 25, and those of a category need their keywords', async () => {
    const { post } = await ready();
    expect(await post(ADD, { template_id_short: '1' })).toMatchObject({ errcode: 40035 });
    for (let i = 1; i < 25; i++) expect(await post(ADD, { template_id_short: 'TM1' })).toMatchObject(OK);
    expect(await post(ADD, { template_id_short: 'TM1' })).toMatchObject({ errcode: 45026 });
  });

  it('belong to lines of business', async () => {
    const { post, get } = await connect();
    const set = (industry_id1: string, industry_id2: string) =>
      post('/cgi-bin/template/api_set_industry', { industry_id1, industry_id2 });
    expect(await set('16', '41')).toEqual(OK);
    expect(await get('/cgi-bin/template/get_industry')).toEqual({
      primary_industry: { first_class: '教育', second_class: '培训' },
      secondary_industry: { first_class: '其它', second_class: '其它' },
    });
    expect(await set('1', '42')).toMatchObject({ errcode: 40102 });
  });

  it('can be given an id', async () => {
    const { api, send } = await ready();
    expect(api.addTemplate({ content: 'Hi', template_id: 't1' })).toBe('t1');
    expect(await send({ template_id: 't1', data: {} })).toMatchObject(OK);
  });
});

describe('a subscription', () => {
  const popup = (TemplateId: string, SubscribeStatusString: 'accept' | 'reject') => ({
    SubscribeMsgPopupEvent: { List: [{ TemplateId, SubscribeStatusString, PopupScene: 1 }] },
  });

  it('allows one notice for each yes', async () => {
    const { alice, api, wx, post } = await ready();
    const told: unknown[] = [];
    wx.event('subscribe_msg_sent_event', ({ message }) => void told.push(message.SubscribeMsgSentEvent.List));
    const template_id = api.addTemplate({ content: '到了：{{thing1.DATA}}', kind: 'subscribe' });
    const send = () =>
      post(BIZSEND, { touser: 'alice', template_id, page: 'http://a', data: values({ thing1: '茶' }) });
    expect(await send()).toMatchObject({ errcode: 43101 });
    await alice.triggers('subscribe_msg_popup_event', popup(template_id, 'accept'));
    await alice.triggers('subscribe_msg_popup_event', popup(template_id, 'accept'));
    expect(await send()).toEqual(OK);
    expect(alice.sees()).toEqual([
      { MsgType: 'subscribe', TemplateId: template_id, Content: '到了：茶', Url: 'http://a' },
    ]);
    await api.events();
    expect(told).toMatchObject([{ TemplateId: template_id, MsgID: matching(/^\d{19}$/), ErrorCode: 0 }]);
    await alice.triggers('subscribe_msg_change_event', {
      SubscribeMsgChangeEvent: { List: [{ TemplateId: template_id, SubscribeStatusString: 'reject' }] },
    });
    expect(await send()).toMatchObject({ errcode: 43101 });
  });

  it('is of a template of the account', async () => {
    const { alice, post, get } = await ready();
    const add = { tid: '99', kidList: [1, 3], sceneDesc: '测试' };
    const { priTmplId, ...rest } = await post('/wxaapi/newtmpl/addtemplate', add);
    expect(rest).toEqual(OK);
    expect(await get('/wxaapi/newtmpl/gettemplate')).toEqual({
      ...OK,
      data: [
        {
          priTmplId,
          title: '付款成功通知',
          content: '物品名称:{{thing1.DATA}}\n数量:{{number3.DATA}}',
          example: '物品名称:示例\n数量:示例',
          type: 2,
        },
      ],
    });
    await alice.triggers('subscribe_msg_popup_event', popup(String(priTmplId), 'accept'));
    const notice = { touser: 'alice', template_id: priTmplId, data: values({ thing1: '茶' }) };
    expect(await post(BIZSEND, notice)).toMatchObject({ errcode: 47003 });
    expect(await post('/wxaapi/newtmpl/deltemplate', { priTmplId })).toEqual(OK);
    expect(await post('/wxaapi/newtmpl/deltemplate', { priTmplId })).toMatchObject({ errcode: 40037 });
    expect(await post(BIZSEND, notice)).toMatchObject({ errcode: 40037 });
  });

  it.each([
    [{ tid: '7', kidList: [1, 2], sceneDesc: 'a' }, 200014],
    [{ tid: '99', kidList: [1], sceneDesc: 'a' }, 200020],
    [{ tid: '99', kidList: [1, 9], sceneDesc: 'a' }, 200020],
  ])('is not of a template such as %j', async (body, errcode) => {
    expect(await (await connect()).post('/wxaapi/newtmpl/addtemplate', body)).toMatchObject({ errcode });
  });

  it('is of templates that are public', async () => {
    const { get } = await connect();
    expect(await get('/wxaapi/newtmpl/getcategory')).toMatchObject({ data: [{ id: 616 }] });
    expect(await get('/wxaapi/newtmpl/getpubtemplatetitles?ids=616&start=0&limit=30')).toMatchObject({
      count: 1,
    });
    expect(await get('/wxaapi/newtmpl/getpubtemplatetitles?ids=616&start=x&limit=30')).toMatchObject({
      errcode: 47001,
    });
    expect(await get('/wxaapi/newtmpl/getpubtemplatekeywords?tid=99')).toMatchObject({ count: 3 });
  });
});
