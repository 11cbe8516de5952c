import type { AccountSnapshot } from 'offiaccount/testing';
import { createApi } from 'offiaccount';
import type { Api } from 'offiaccount';
import { closeAll, play } from '../support/accounts';

afterEach(closeAll);

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

function begin(snapshot?: AccountSnapshot) {
  const simulator = play((_req, res) => void res.end(), { ...(snapshot && { snapshot }) });
  // What is still allowed for a while does not change meanwhile.
  simulator.clock.pause();
  const api: Api = createApi({
    appId: 'wx4f0c2b9d7e61a853',
    appSecret: 'any',
    transport: simulator.api.transport,
    clock: simulator.clock,
  });
  return { simulator, api };
}

/** The same as a file would hold it. */
const asJson = (snapshot: AccountSnapshot): AccountSnapshot =>
  JSON.parse(JSON.stringify(snapshot)) as AccountSnapshot;

describe('a snapshot of an account', () => {
  it('is empty of an account that has nothing', () => {
    expect(begin().simulator.snapshot()).toEqual({});
  });

  it('brings menu, templates, tags, files and users to another simulator', async () => {
    const { simulator, api } = begin();
    const alice = simulator.user('alice');
    await alice.follows('door');
    await simulator.user('bob').says('hi');
    const { tag } = await api.tag.create('VIP');
    await api.tag.batchTagging(['alice'], tag.id);
    await api.menu.create({ button: [{ type: 'click', name: 'Help', key: 'HELP' }] });
    const template_id = simulator.api.addTemplate({ title: 'Order', content: '{{a.DATA}}' });
    const subscribed = simulator.api.addTemplate({ title: 'News', content: '{{b.DATA}}', kind: 'subscribe' });
    await alice.triggers('subscribe_msg_popup_event', {
      SubscribeMsgPopupEvent: {
        List: [{ TemplateId: subscribed, SubscribeStatusString: 'accept', PopupScene: 0 }],
      },
    });
    const { media_id } = await simulator.api.addMedia({ filename: 'cat.png', data: png });
    const kept = await api.material.add({ type: 'image', media: { filename: 'dog.png', data: png } });

    const snapshot = asJson(simulator.snapshot());
    const other = begin(snapshot);
    expect(asJson(other.simulator.snapshot())).toEqual(snapshot);
    expect(other.simulator.api.menu).toEqual(simulator.api.menu);
    expect(await other.api.tag.getList()).toEqual(await api.tag.getList());
    expect(await other.api.user.getInfo('alice')).toMatchObject({
      subscribe: 1,
      qr_scene_str: 'door',
      tagid_list: [tag.id],
    });
    const send = (touser: string) =>
      other.api.templateMessage.send({ touser, template_id, data: { a: { value: 'Tea' } } });
    await send('alice');
    expect(other.simulator.user('alice').sees()).toMatchObject([{ MsgType: 'template', Content: 'Tea' }]);
    // Who wrote a moment ago may be written to; a new tag does not get the id of an old one.
    await other.api.customerMessage.send({ touser: 'bob', msgtype: 'text', text: { content: 'Hi' } });
    expect((await other.api.tag.create('new')).tag.id).toBe(tag.id + 1);
    const { data } = (await other.api.media.get(media_id)) as { data: Buffer };
    expect(data.equals(png)).toBe(true);
    expect((await other.api.material.batchGet({ type: 'image', offset: 0, count: 20 })).item).toMatchObject([
      { media_id: kept.media_id, url: kept.url },
    ]);
  });
});
