import { ConfigError } from 'offiaccount';
import type { EventMessage } from 'offiaccount';
import { closeAll, connect, files, matching } from './support';

afterEach(closeAll);

const OK = { errcode: 0, errmsg: 'ok' };
const anId = matching(/^[\w-]{43,64}$/);
const aTime = expect.any(Number) as unknown;

/** An account with a picture and a draft of two articles. */
async function ready() {
  const world = await connect();
  const thumb_media_id = await world.picture();
  const article = { title: '标题', content: '<p>Text</p>', thumb_media_id };
  const { media_id } = await world.post('/cgi-bin/draft/add', {
    articles: [
      { ...article, need_open_comment: 1 },
      { ...article, title: 'Two', author: 'A', digest: 'D' },
    ],
  });
  return { ...world, article, media_id: String(media_id), thumb_media_id };
}

describe('a draft', () => {
  it('is added, read, changed, listed, counted and deleted', async () => {
    const { post, get, article, media_id, thumb_media_id } = await ready();
    expect(media_id).toEqual(anId);
    expect(await post('/cgi-bin/draft/get', { media_id })).toEqual({
      news_item: [
        {
          article_type: 'news',
          title: '标题',
          author: '',
          digest: '',
          content: '<p>Text</p>',
          content_source_url: '',
          thumb_media_id,
          thumb_url: matching(/^http:/),
          show_cover_pic: 0,
          need_open_comment: 1,
          only_fans_can_comment: 0,
          url: matching(/^http:\/\/mp\.weixin\.qq\.com\//),
        },
        expect.objectContaining({ title: 'Two', author: 'A', digest: '', need_open_comment: 0 }),
      ],
      create_time: aTime,
      update_time: aTime,
    });
    const change = (index: number, articles: unknown) =>
      post('/cgi-bin/draft/update', { media_id, index, articles });
    expect(await change(1, { ...article, title: 'New' })).toEqual(OK);
    expect(await change(2, article)).toMatchObject({ errcode: 40114 });
    expect(await change(1, [article])).toMatchObject({ errcode: 44003 });
    expect(await get('/cgi-bin/draft/count')).toEqual({ total_count: 1 });
    const page = await post('/cgi-bin/draft/batchget', { offset: 0, count: 20, no_content: 1 });
    expect(page).toMatchObject({
      total_count: 1,
      item_count: 1,
      item: [{ media_id, content: { news_item: [{ title: '标题' }, { title: 'New' }] }, update_time: aTime }],
    });
    expect(JSON.stringify(page)).not.toContain('"content":"');
    expect(await post('/cgi-bin/draft/delete', { media_id })).toEqual(OK);
    expect(await post('/cgi-bin/draft/delete', { media_id })).toMatchObject({ errcode: 40007 });
    expect(await post('/cgi-bin/draft/get', { media_id })).toMatchObject({ errcode: 40007 });
  });

  it('may be of pictures', async () => {
    const { post, thumb_media_id } = await ready();
    const image_list = [{ image_media_id: thumb_media_id }];
    const add = (image_info: unknown) =>
      post('/cgi-bin/draft/add', {
        articles: [{ article_type: 'newspic', title: 'T', content: 'C', image_info }],
      });
    const { media_id } = await add({ image_list });
    expect(await post('/cgi-bin/draft/get', { media_id })).toMatchObject({
      news_item: [{ article_type: 'newspic', image_info: { image_list } }],
    });
    expect(await add({ image_list: [] })).toMatchObject({ errcode: 40035 });
    expect(await add(undefined)).toMatchObject({ errcode: 40035 });
    expect(await add({ image_list: [{ image_media_id: 'x' }] })).toMatchObject({ errcode: 40007 });
  });

  it.each([
    ['no articles', () => [], 44003],
    ['nine articles', (one: object) => Array.from({ length: 9 }, () => one), 40035],
    ['no list', (one: object) => one, 44003],
    ['articles in another object', (one: object) => ({ articles: [one] }), 44003],
    ['nothing', () => undefined, 44003],
    ['no title', (one: object) => [{ ...one, title: undefined }], 40035],
    ['a title of 33 characters', (one: object) => [{ ...one, title: '长'.repeat(33) }], 45003],
    ['an author of 17', (one: object) => [{ ...one, author: '名'.repeat(17) }], 40192],
    ['a digest of 129', (one: object) => [{ ...one, digest: '摘'.repeat(129) }], 45004],
    ['a content of 20,000', (one: object) => [{ ...one, content: 'x'.repeat(20_000) }], 45002],
    [
      'a content of 1 MB',
      (one: object) => [{ ...one, content: '🎉'.repeat(19_999) + '文'.repeat(400_000) }],
      45002,
    ],
    [
      'a source of more than 1 KB',
      (one: object) => [{ ...one, content_source_url: `https://a/${'x'.repeat(1024)}` }],
      45005,
    ],
    ['no content', (one: object) => [{ ...one, content: '' }], 40035],
    ['no cover', (one: object) => [{ ...one, thumb_media_id: undefined }], 40035],
    ['a cover that is not there', (one: object) => [{ ...one, thumb_media_id: 'x' }], 40007],
    ['another type', (one: object) => [{ ...one, article_type: 'poem' }], 40035],
  ])('is refused: %s', async (_what, make, errcode) => {
    const { post, article } = await ready();
    expect(await post('/cgi-bin/draft/add', { articles: make(article) })).toMatchObject({ errcode });
  });

  it('may be as long as the pages say', async () => {
    const { post, article } = await ready();
    const longest = {
      title: '🎉'.repeat(32),
      author: '名'.repeat(16),
      digest: '摘'.repeat(128),
      content: '文'.repeat(19_999),
    };
    expect(await post('/cgi-bin/draft/add', { articles: [{ ...article, ...longest }] })).toHaveProperty(
      'media_id',
    );
  });

  it('has a cover that is permanent', async () => {
    const { post, upload, article } = await ready();
    const { media_id } = await upload('/cgi-bin/media/upload?type=image', 'a.png', files.png);
    const articles = [{ ...article, thumb_media_id: media_id }];
    expect(await post('/cgi-bin/draft/add', { articles })).toMatchObject({ errcode: 40007 });
  });
});

describe('publishing', () => {
  it('takes the draft, tells the app, and can be looked up and undone', async () => {
    const { api, wx, post, text, get, media_id } = await ready();
    const told: EventMessage<'PUBLISHJOBFINISH'>[] = [];
    wx.event('PUBLISHJOBFINISH', ({ message }) => void told.push(message));
    const answer = await text('/cgi-bin/freepublish/submit', { media_id });
    expect(answer).toMatch(/^\{"errcode":0,"errmsg":"ok","publish_id":\d{9,10},"msg_data_id":\d{9,10}\}$/);
    const publish_id = /"publish_id":(\d+)/.exec(answer)![1]!;
    await api.events();
    expect(told).toMatchObject([
      {
        PublishEventInfo: {
          publish_id,
          publish_status: 0,
          article_detail: { count: 2, item: [{ idx: 1 }, { idx: 2 }] },
        },
      },
    ]);
    const { article_id } = told[0]!.PublishEventInfo;
    expect(await post('/cgi-bin/freepublish/get', { publish_id })).toMatchObject({
      publish_status: 0,
      article_id,
    });
    expect(await get('/cgi-bin/draft/count')).toEqual({ total_count: 0 });
    expect(await post('/cgi-bin/freepublish/submit', { media_id })).toMatchObject({ errcode: 40007 });
    expect(await post('/cgi-bin/freepublish/getarticle', { article_id })).toMatchObject({
      news_item: [{ title: '标题', is_deleted: false }, {}],
    });
    expect(await post('/cgi-bin/freepublish/batchget', { offset: 0, count: 1 })).toMatchObject({
      total_count: 1,
      item: [{ article_id, content: { news_item: [{ content: '<p>Text</p>' }, {}] } }],
    });
    const remove = (index?: number) => post('/cgi-bin/freepublish/delete', { article_id, index });
    expect(await remove(3)).toMatchObject({ errcode: 40114 });
    expect(await remove(1)).toEqual(OK);
    expect(await post('/cgi-bin/freepublish/getarticle', { article_id })).toMatchObject({
      news_item: [{ is_deleted: true }, { is_deleted: false }],
    });
    expect(await remove()).toEqual(OK);
    expect(await post('/cgi-bin/freepublish/get', { publish_id })).toEqual({
      publish_id: Number(publish_id),
      publish_status: 5,
    });
    expect(await post('/cgi-bin/freepublish/batchget', { offset: 0, count: 1 })).toMatchObject({
      total_count: 0,
    });
  });

  it('knows what it has published', async () => {
    const { post } = await connect();
    expect(await post('/cgi-bin/freepublish/get', { publish_id: '1' })).toMatchObject({ errcode: 40035 });
    expect(await post('/cgi-bin/freepublish/get', { publish_id: 'x' })).toMatchObject({ errcode: 47001 });
    expect(await post('/cgi-bin/freepublish/getarticle', { article_id: 'x' })).toMatchObject({
      errcode: 53600,
    });
    expect(await post('/cgi-bin/freepublish/delete', { article_id: 'x' })).toMatchObject({ errcode: 53600 });
  });

  it('is allowed 100 times a day', async () => {
    const { post, simulator, renew } = await connect();
    const submit = () => post('/cgi-bin/freepublish/submit', { media_id: 'x' });
    for (let i = 0; i < 100; i++) expect(await submit()).toMatchObject({ errcode: 40007 });
    expect(await submit()).toMatchObject({ errcode: 45009 });
    await simulator.clock.advance(86_400_000);
    renew();
    expect(await submit()).toMatchObject({ errcode: 40007 });
  });
});

describe('comments', () => {
  it('are made by users, elected, answered and deleted', async () => {
    const { api, post, text, media_id } = await ready();
    const [, msg_data_id] = /"msg_data_id":(\d+)/.exec(
      await text('/cgi-bin/freepublish/submit', { media_id }),
    )!;
    const article = { msg_data_id: msg_data_id! };
    const user_comment_id = api.addComment({ ...article, openid: 'alice', content: 'Nice!' });
    const one = { ...article, user_comment_id };
    const list = async (type = 0) => {
      const page = await post('/cgi-bin/comment/list', { ...article, begin: 0, count: 49, type });
      return page as { total: number; comment: object[] };
    };
    expect(await list()).toEqual({
      ...OK,
      total: 1,
      comment: [{ user_comment_id, openid: 'alice', content: 'Nice!', create_time: aTime, comment_type: 0 }],
    });
    expect(await post('/cgi-bin/comment/markelect', one)).toEqual(OK);
    expect([(await list(1)).total, (await list(2)).total]).toEqual([0, 1]);
    expect(await post('/cgi-bin/comment/unmarkelect', one)).toEqual(OK);
    expect((await list(2)).total).toBe(0);
    const answer = { ...one, content: 'Thanks!' };
    expect(await post('/cgi-bin/comment/reply/add', answer)).toEqual(OK);
    expect(await post('/cgi-bin/comment/reply/add', answer)).toMatchObject({ errcode: 88005 });
    expect((await list()).comment).toMatchObject([{ reply: { content: 'Thanks!', create_time: aTime } }]);
    expect(await post('/cgi-bin/comment/reply/delete', one)).toEqual(OK);
    expect((await list()).comment[0]).not.toHaveProperty('reply');
    expect(await post('/cgi-bin/comment/delete', one)).toEqual(OK);
    expect(await post('/cgi-bin/comment/delete', one)).toMatchObject({ errcode: 88008 });
    expect(await post('/cgi-bin/comment/list', { ...article, begin: 0, count: 50, type: 0 })).toMatchObject({
      errcode: 88010,
    });
  });

  it('are for articles that are open for them', async () => {
    const { api, post, text, media_id } = await ready();
    const [, msg_data_id] = /"msg_data_id":(\d+)/.exec(
      await text('/cgi-bin/freepublish/submit', { media_id }),
    )!;
    const add = () =>
      api.addComment({ msg_data_id: msg_data_id!, index: 1, openid: 'alice', content: 'Nice!' });
    expect(add).toThrow(new ConfigError('addComment(): without comment privilege.'));
    expect(await post('/cgi-bin/comment/open', { msg_data_id, index: 1 })).toEqual(OK);
    expect(add()).toMatch(/^\d{19}$/);
    expect(await post('/cgi-bin/comment/close', { msg_data_id, index: 1 })).toEqual(OK);
    expect(add).toThrow();
    expect(await post('/cgi-bin/comment/open', { msg_data_id: 5 })).toMatchObject({ errcode: 88001 });
  });
});

describe('a message to many', () => {
  const ALL = '/cgi-bin/message/mass/sendall';
  const text = { msgtype: 'text', text: { content: '大家好' } };

  async function withFollowers() {
    const world = await ready();
    for (const name of ['alice', 'bob', 'carol']) await world.simulator.user(name).follows();
    await world.post('/cgi-bin/tags/members/batchblacklist', { openid_list: ['carol'] });
    await world.post('/cgi-bin/tags/create', { tag: { name: 'VIP' } });
    await world.post('/cgi-bin/tags/members/batchtagging', { openid_list: ['alice'], tagid: 100 });
    const sees = () => ['alice', 'bob', 'carol'].map((name) => world.simulator.user(name).sees().length);
    return { ...world, sees };
  }

  it('reaches all followers but those on the black list, and the app is told', async () => {
    const { api, wx, simulator, text: send, sees, post } = await withFollowers();
    const told: EventMessage<'MASSSENDJOBFINISH'>[] = [];
    wx.event('MASSSENDJOBFINISH', ({ message }) => void told.push(message));
    const answer = await send(ALL, { filter: { is_to_all: true }, ...text });
    expect(answer).toMatch(/^\{"errcode":0,"errmsg":"send job submission success","msg_id":\d{9,10}\}$/);
    expect(sees()).toEqual([1, 1, 0]);
    expect(simulator.user('alice').sees()).toEqual([{ MsgType: 'text', Content: '大家好', via: 'mass' }]);
    await api.events();
    const [, msg_id] = /"msg_id":(\d+)/.exec(answer)!;
    expect(told).toMatchObject([
      { MsgID: msg_id, Status: 'send success', TotalCount: 3, FilterCount: 2, SentCount: 2, ErrorCount: 0 },
    ]);
    expect(await post('/cgi-bin/message/mass/get', { msg_id })).toEqual({
      msg_id: Number(msg_id),
      msg_status: 'SEND_SUCCESS',
    });
    expect(await post('/cgi-bin/message/mass/delete', { msg_id, article_idx: 0 })).toEqual(OK);
    expect(await post('/cgi-bin/message/mass/get', { msg_id })).toMatchObject({ msg_status: 'DELETE' });
    expect(await post('/cgi-bin/message/mass/get', { msg_id: '1' })).toMatchObject({ errcode: 40059 });
  });

  it('reaches those with a tag, or those that are named', async () => {
    const { post, sees, media_id, thumb_media_id } = await withFollowers();
    const tagged = { filter: { is_to_all: false, tag_id: 100 }, msgtype: 'mpnews', mpnews: { media_id } };
    expect(await post(ALL, tagged)).toMatchObject({ msg_data_id: expect.any(Number) as unknown });
    expect(sees()).toEqual([1, 0, 0]);
    const named = { touser: ['bob', 'nobody'], msgtype: 'image', images: { media_ids: [thumb_media_id] } };
    expect(await post('/cgi-bin/message/mass/send', named)).toMatchObject({ errcode: 0 });
    expect(sees()).toEqual([1, 1, 0]);
  });

  it('is sent once under the same clientmsgid', async () => {
    const { post, sees } = await withFollowers();
    const send = () => post(ALL, { filter: { is_to_all: true }, ...text, clientmsgid: 'a' });
    const { msg_id } = await send();
    expect(await send()).toEqual({ errcode: 45065, errmsg: 'clientmsgid exist', msg_id });
    expect(sees()).toEqual([1, 1, 0]);
  });

  it.each([
    ['no filter', ALL, text, 40035],
    ['no tag', ALL, { ...text, filter: { is_to_all: false } }, 40035],
    ['a tag that is not there', ALL, { ...text, filter: { is_to_all: false, tag_id: 7 } }, 40152],
    ['a yes that is text', ALL, { ...text, filter: { is_to_all: 'true' } }, 47001],
    ['another type', ALL, { filter: { is_to_all: true }, msgtype: 'music' }, 40008],
    [
      'a draft that is not there',
      ALL,
      { filter: { is_to_all: true }, msgtype: 'mpnews', mpnews: { media_id: 'x' } },
      40007,
    ],
    ['one user', '/cgi-bin/message/mass/send', { ...text, touser: ['alice'] }, 40130],
    ['a stranger', '/cgi-bin/message/mass/preview', { ...text, touser: 'nobody' }, 40003],
    ['a speed of 5', '/cgi-bin/message/mass/speed/set', { speed: 5 }, 45083],
  ])('is refused: %s', async (_what, path, body, errcode) => {
    const { post, sees } = await withFollowers();
    expect(await post(path, body)).toMatchObject({ errcode });
    expect(sees()).toEqual([0, 0, 0]);
  });

  it('can be looked at before', async () => {
    const { post, simulator, thumb_media_id } = await withFollowers();
    const preview = (touser: string) =>
      post('/cgi-bin/message/mass/preview', {
        touser,
        msgtype: 'image',
        image: { media_id: thumb_media_id },
      });
    expect(await preview('alice')).toMatchObject({ errcode: 0 });
    expect(simulator.user('alice').sees()).toMatchObject([{ MsgType: 'image', via: 'mass' }]);
    simulator.user('dora');
    expect(await preview('dora')).toMatchObject({ errcode: 43004 });
  });

  it('has a speed', async () => {
    const { post } = await connect();
    expect(await post('/cgi-bin/message/mass/speed/get')).toEqual({ speed: 0, realspeed: 80 });
    expect(await post('/cgi-bin/message/mass/speed/set', { speed: 3 })).toEqual(OK);
    expect(await post('/cgi-bin/message/mass/speed/get')).toEqual({ speed: 3, realspeed: 30 });
  });
});
