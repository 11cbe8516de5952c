import { closeAll, connect, files } from './support';

/*
 * What programs send to WeChat every day and WeChat takes, although its pages do not say so; and what it refuses although a page
 * once allowed it.
 */

afterEach(closeAll);

async function ready() {
  const world = await connect();
  await world.simulator.user('alice').follows();
  await world.post('/customservice/kfaccount/add', {
    kf_account: 'a@b',
    nickname: 'A',
  });
  const video = await world.upload('/cgi-bin/media/upload?type=video', 'a.mp4', files.mp4);
  return {
    ...world,
    picture: await world.picture(),
    video: String(video.media_id),
  };
}

type World = Awaited<ReturnType<typeof ready>>;
const ALL = '/cgi-bin/message/mass/sendall';
const PREVIEW = '/cgi-bin/message/mass/preview';
const toAll = { filter: { is_to_all: true } };
const text = { msgtype: 'text', text: { content: 'Hi' } };

it.each<[string, (world: World) => Promise<unknown>, number]>([
  ['a removal by GET', ({ get }) => get('/customservice/kfaccount/del?kf_account=a@b'), 0],
  ['a removal by GET of nobody', ({ get }) => get('/customservice/kfaccount/del?kf_account=c@b'), 65401],
  [
    'one picture to many',
    ({ post, picture }) => post(ALL, { ...toAll, msgtype: 'image', image: { media_id: picture } }),
    0,
  ],
  [
    'one picture that is not there',
    ({ post }) => post(ALL, { ...toAll, msgtype: 'image', image: { media_id: 'x' } }),
    40007,
  ],
  ['a tag without "is_to_all"', ({ post }) => post(ALL, { filter: { tag_id: 2 }, ...text }), 0],
  ['neither a tag nor "is_to_all"', ({ post }) => post(ALL, { filter: {}, ...text }), 40035],
  [
    'a card to many',
    ({ post }) => post(ALL, { ...toAll, msgtype: 'wxcard', wxcard: { card_id: 'c' } }),
    45113,
  ],
  ['a preview by WeChat id', ({ post }) => post(PREVIEW, { towxname: 'alice', ...text }), 0],
  [
    'a preview by a WeChat id that wins',
    ({ post }) => post(PREVIEW, { towxname: 'alice', touser: 'x', ...text }),
    0,
  ],
  ['a preview for nobody', ({ post }) => post(PREVIEW, text), 40003],
  [
    'a preview of a video',
    ({ post, video }) =>
      post(PREVIEW, {
        touser: 'alice',
        msgtype: 'mpvideo',
        mpvideo: { media_id: video },
      }),
    0,
  ],
  [
    'a preview of a picture as a video',
    ({ post, picture }) =>
      post(PREVIEW, {
        touser: 'alice',
        msgtype: 'mpvideo',
        mpvideo: { media_id: picture },
      }),
    40007,
  ],
  [
    'a picture as articles',
    ({ post, picture }) =>
      post('/cgi-bin/message/custom/send', {
        touser: 'alice',
        msgtype: 'mpnews',
        mpnews: { media_id: picture },
      }),
    40007,
  ],
])('answers %s', async (_what, call, errcode) => {
  const answer = (await call(await ready())) as { errcode?: number };
  expect(answer.errcode ?? 0).toBe(errcode);
});

it('takes a template message with an empty mini program, which then leads nowhere', async () => {
  const { api, post, simulator } = await ready();
  const template_id = api.addTemplate({ content: '{{thing1.DATA}}' });
  const message = {
    touser: 'alice',
    template_id,
    miniprogram: {},
    data: { thing1: { value: 'a' } },
  };
  expect(await post('/cgi-bin/message/template/send', message)).toMatchObject({
    errcode: 0,
  });
  expect(simulator.user('alice').sees().at(-1)).not.toHaveProperty('MiniProgram');
});
