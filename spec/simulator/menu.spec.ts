import { createHash } from 'node:crypto';
import { closeAll, files, startWithBot } from './support';
import type { PlayedBot } from './support';

afterEach(closeAll);

/** A bot with one button of that kind. */
async function withButton(button: object): Promise<PlayedBot> {
  const bot = await startWithBot({}, (wx) =>
    wx.image(({ message }) => ({ MsgType: 'image', Image: message })),
  );
  await bot.wx.api.menu.create({ button: [{ name: 'B', ...button } as never] });
  await bot.until(({ users }) => users[0]!.menu !== undefined);
  return bot;
}

const md5 = createHash('md5').update(files.png).digest('hex');
const place = { latitude: 31.2, longitude: 121.5, scale: 15, label: '人民广场', name: '广场' };

it.each([
  [{ type: 'click', key: 'K' }, {}, { Event: 'CLICK', EventKey: 'K' }],
  [
    { type: 'view', url: 'https://example.com/?a=1&b' },
    {},
    { Event: 'VIEW', EventKey: 'https://example.com/?a=1&b' },
  ],
  [
    { type: 'miniprogram', url: 'https://example.com', appid: 'wxmini', pagepath: 'pages/a' },
    {},
    { Event: 'view_miniprogram', EventKey: 'pages/a' },
  ],
  [
    { type: 'scancode_push', key: 'K' },
    { scanned: 'code <1>' },
    { Event: 'scancode_push', EventKey: 'K', ScanCodeInfo: { ScanType: 'qrcode', ScanResult: 'code <1>' } },
  ],
  [
    { type: 'scancode_waitmsg', key: 'K' },
    {},
    { Event: 'scancode_waitmsg', ScanCodeInfo: { ScanResult: 'https://example.com/' } },
  ],
])('a tap on %j raises its event', async (button, tap, event) => {
  const { command, until, received } = await withButton(button);
  await command({ type: 'tapMenu', path: [0], ...tap });
  const { entries } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(received).toMatchObject([{ MsgType: 'event', ...event }]);
  expect(entries[0]!.action).toEqual({ type: 'menu', button: 'B', event: event.Event });
});

it.each(['pic_sysphoto', 'pic_photo_or_album', 'pic_weixin'])(
  'a tap on a button of %s raises its event, and the pictures follow',
  async (type) => {
    const { command, until, received, upload } = await withButton({ type, key: 'K' });
    const first = await upload('image', 'a.png', files.png);
    const second = await upload('image', 'b.png', files.png);
    await command({ type: 'tapMenu', path: [0], files: [first, second] });
    const { entries } = await until(({ entries }) => entries.length === 5);
    const event = received.find(({ MsgType }) => MsgType === 'event');
    expect(event).toMatchObject({
      Event: type,
      EventKey: 'K',
      SendPicsInfo: { Count: 2, PicList: { item: [{ PicMd5Sum: md5 }, { PicMd5Sum: md5 }] } },
    });
    expect(received.flatMap((each) => (each.MsgType === 'image' ? each.MediaId : [])).sort()).toEqual(
      [first, second].sort(),
    );
    expect(entries.map(({ action, message }) => action?.type ?? message?.MsgType)).toEqual([
      'menu',
      'image',
      'image',
      'image',
      'image',
    ]);
  },
);

it('a tap on one for pictures takes a sample without files', async () => {
  const { command, until, received } = await withButton({ type: 'pic_weixin', key: 'K' });
  await command({ type: 'tapMenu', path: [0] });
  await until(({ pushes }) => pushes.length === 2 && pushes.every(({ outcome }) => outcome !== undefined));
  expect(received).toHaveLength(2);
});

it('a tap on a button for a place raises its event, and the place follows', async () => {
  const { command, until, received } = await withButton({ type: 'location_select', key: 'K' });
  await command({ type: 'tapMenu', path: [0], place });
  await until(({ pushes }) => pushes.length === 2 && pushes.every(({ outcome }) => outcome !== undefined));
  const info = { Location_X: 31.2, Location_Y: 121.5, Scale: 15, Label: '人民广场' };
  expect(received.find(({ MsgType }) => MsgType === 'event')).toMatchObject({
    Event: 'location_select',
    SendLocationInfo: { ...info, Poiname: '广场' },
  });
  expect(received.find(({ MsgType }) => MsgType === 'location')).toMatchObject(info);
});

it.each(['image', 'voice', 'video'] as const)(
  'a tap on a button with a permanent %s shows it, and asks nobody',
  async (type) => {
    const bot = await startWithBot();
    const [filename, data] = {
      image: ['a.png', files.png],
      voice: ['a.mp3', files.mp3],
      video: ['a.mp4', files.mp4],
    }[type] as [string, Buffer];
    const description = { title: 't', introduction: 'i' };
    const { media_id } = await bot.wx.api.material.add({
      type,
      media: { filename, data },
      description,
    });
    await bot.wx.api.menu.create({ button: [{ name: 'B', type: 'media_id', media_id }] });
    await bot.command({ type: 'tapMenu', path: [0] });
    const { entries, pushes } = await bot.until((state) => state.entries.length === 2);
    expect(entries[1]!.message).toMatchObject({ MsgType: type });
    expect(JSON.stringify(entries[1]!.message)).toContain(media_id);
    expect(pushes).toEqual([]);
  },
);

it('buttons below others are tapped by their path, and those that only open do nothing', async () => {
  const { command, refused, until, received } = await withButton({
    sub_button: [
      { name: 'a', type: 'click', key: 'A' },
      { name: 'b', type: 'click', key: 'B' },
    ],
  });
  await command({ type: 'tapMenu', path: [0, 1] });
  await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(received).toMatchObject([{ EventKey: 'B' }]);
  for (const path of [[0], [1], [0, 2], [0, 0, 0]])
    expect(await refused({ type: 'tapMenu', path })).toMatchObject({ ok: false });
  expect(await refused({ type: 'tapMenu', path: [0, 4] })).toMatchObject({ code: 'not-found', status: 404 });
});

it('a personalised menu is shown to those it is for, and its events name it', async () => {
  const { command, until, received, wx, openid } = await withButton({ type: 'click', key: 'K' });
  const { tag } = await wx.api.tag.create('VIP');
  const special = { type: 'view', name: 'VIP', url: 'https://example.com/vip' } as const;
  const matchrule = { tag_id: tag.id };
  const { menuid } = await wx.api.menu.addConditional({ button: [special], matchrule });
  await command({ type: 'follow' });
  await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  await wx.api.tag.batchTagging([openid], tag.id);
  const bob = (await command({ type: 'addUser' })).openid;
  const { users } = await until((state) => state.users[0]!.menu?.[0]?.name === 'VIP');
  expect(users.find((user) => user.openid === bob)!.menu).toMatchObject([{ name: 'B' }]);
  await command({ type: 'tapMenu', path: [0] });
  await until(({ pushes }) => pushes[1]?.outcome !== undefined);
  expect(received[1]).toMatchObject({ Event: 'VIEW', MenuId: menuid });
});

it('a menu that the account takes away is gone', async () => {
  const { until, refused, wx } = await withButton({ type: 'click', key: 'K' });
  await wx.api.menu.delete();
  await until(({ users }) => users[0]!.menu === undefined);
  expect(await refused({ type: 'tapMenu', path: [0] })).toMatchObject({ code: 'not-found' });
});
