import { closeAll, connect } from './support';

afterEach(closeAll);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;
const dateOf = (at: number) => new Date(at + BEIJING).toISOString().slice(0, 10);
/** Milliseconds until it is that hour in Beijing for the next time. */
const untilHour = (now: number, hour: number) => (hour * HOUR - ((now + BEIJING) % DAY) + DAY) % DAY;

/** An account on whose clock it is nine in the morning, and a report of it on some of the days before. */
async function nineOClock() {
  const world = await connect();
  const { clock } = world.simulator;
  await clock.advance(untilHour(clock.now(), 9));
  const nextDay = async () => {
    await clock.advance(DAY);
    world.renew();
  };
  const report = (name: string, first = 1, last = first) =>
    world.post(`/datacube/${name}`, {
      begin_date: dateOf(clock.now() - first * DAY),
      end_date: dateOf(clock.now() - last * DAY),
    });
  const list = async (...args: Parameters<typeof report>) => (await report(...args)).list as unknown[];
  const day = (ago: number) => dateOf(clock.now() - ago * DAY);
  return { ...world, clock, nextDay, report, list, day };
}

describe('statistics', () => {
  it('count who came, by which way, and who left', async () => {
    const { simulator, nextDay, list, day } = await nineOClock();
    const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((openid) => simulator.user(openid));
    await alice!.follows('spring');
    await bob!.follows();
    await nextDay();
    await alice!.unfollows();
    await carol!.follows('spring');
    await carol!.unfollows();
    await carol!.follows();
    await nextDay();
    expect(await list('getusersummary', 3, 1)).toEqual([
      { ref_date: day(3), user_source: 0, new_user: 0, cancel_user: 0 },
      { ref_date: day(2), user_source: 30, new_user: 1, cancel_user: 0 },
      { ref_date: day(2), user_source: 1, new_user: 1, cancel_user: 0 },
      { ref_date: day(1), user_source: 30, new_user: 1, cancel_user: 2 },
      { ref_date: day(1), user_source: 1, new_user: 1, cancel_user: 0 },
    ]);
    expect(await list('getusercumulate', 3, 1)).toEqual([
      { ref_date: day(3), cumulate_user: 0 },
      { ref_date: day(2), cumulate_user: 2 },
      { ref_date: day(1), cumulate_user: 2 },
    ]);
  });

  it('count what users sent, by kind, by hour, and how much each', async () => {
    const { simulator, clock, nextDay, list, day } = await nineOClock();
    const [alice, bob] = [simulator.user('alice'), simulator.user('bob')];
    for (let i = 0; i < 6; i++) await alice.says('hi');
    await bob.says('hi');
    await clock.advance(2 * HOUR);
    for (const type of ['image', 'shortvideo', 'location'] as const) await bob.sends(type);
    for (let i = 0; i < 11; i++) await simulator.user('carol').sends('voice');
    await nextDay();
    const texts = { msg_type: 1, msg_user: 2, msg_count: 7 };
    const pictures = { msg_type: 2, msg_user: 1, msg_count: 1 };
    const voices = { msg_type: 3, msg_user: 1, msg_count: 11 };
    const videos = { msg_type: 4, msg_user: 1, msg_count: 1 };
    expect(await list('getupstreammsg', 2, 1)).toEqual(
      [texts, pictures, voices, videos].map((row) => ({ ref_date: day(1), ...row })),
    );
    expect(await list('getupstreammsghour')).toEqual([
      { ref_date: day(1), ref_hour: 900, ...texts },
      ...[pictures, voices, videos].map((row) => ({ ref_date: day(1), ref_hour: 1100, ...row })),
    ]);
    expect(await list('getupstreammsgdist')).toEqual(
      [1, 2, 3].map((count_interval) => ({ ref_date: day(1), count_interval, msg_user: 1 })),
    );
  });

  it('sum up weeks from their Monday and months from their first day', async () => {
    const { simulator, clock, list, day, renew } = await nineOClock();
    const dayOfWeek = new Date(clock.now() + BEIJING).getUTCDay();
    await clock.advance(((8 - dayOfWeek) % 7) * DAY);
    await simulator.user('alice').says('on a Monday');
    await clock.advance(6 * DAY);
    await simulator.user('alice').says('on a Sunday');
    await clock.advance(DAY);
    await simulator.user('alice').says('in the next week');
    await clock.advance(DAY);
    renew();
    const monday = day(8);
    const counts = { msg_type: 1, msg_user: 1, msg_count: 2 };
    expect(await list('getupstreammsgweek', 8)).toEqual([{ ref_date: monday, ...counts }]);
    expect(await list('getupstreammsgweek', 7, 2)).toEqual([]);
    expect(await list('getupstreammsgdistweek', 8)).toEqual([
      { ref_date: monday, count_interval: 1, msg_user: 1 },
    ]);

    const now = new Date(clock.now() + BEIJING);
    const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - BEIJING;
    await clock.advance(first + 9 * HOUR - clock.now());
    await simulator.user('bob').says('on the first');
    await clock.advance(27 * DAY);
    await simulator.user('bob').says('on the last but some');
    await clock.advance(DAY);
    renew();
    const month = { ref_date: dateOf(first) };
    expect(await list('getupstreammsgmonth', 28)).toEqual([{ ...month, ...counts }]);
    expect(await list('getupstreammsgdistmonth', 28)).toEqual([{ ...month, count_interval: 1, msg_user: 1 }]);
  });

  it('tell how the app answered', async () => {
    const { simulator, wx, clock, nextDay, list, day } = await nineOClock();
    wx.text('slow', async () => {
      await clock.sleep(2000);
      return 'done';
    });
    wx.text('never', () => clock.sleep(60_000));
    const slow = simulator.user('alice').says('slow');
    await clock.advance(2000);
    await slow;
    await clock.advance(HOUR);
    const never = simulator.user('alice').says('never');
    await clock.advance(60_000);
    const { deliveries } = await never;
    const failed = deliveries.filter(({ cut }) => cut).length;
    await nextDay();
    const [[row], hours] = [
      (await list('getinterfacesummary')) as object[],
      await list('getinterfacesummaryhour'),
    ];
    expect(row).toMatchObject({
      ref_date: day(1),
      callback_count: 1 + deliveries.length,
      fail_count: failed,
    });
    expect(hours).toEqual([
      {
        ref_date: day(1),
        ref_hour: 900,
        callback_count: 1,
        fail_count: 0,
        total_time_cost: 2000,
        max_time_cost: 2000,
      },
      expect.objectContaining({ ref_hour: 1000, callback_count: deliveries.length, fail_count: failed }),
    ]);
    expect(failed).toBeGreaterThan(0);
  });

  it('know which articles are out, and what was said of them', async () => {
    const { simulator, api, post, picture, nextDay, report, list, day } = await nineOClock();
    const thumb_media_id = await picture();
    const article = { content: 'Text', thumb_media_id, need_open_comment: 1 };
    const draft = async (title: string) =>
      (await post('/cgi-bin/draft/add', { articles: [{ ...article, title }] })).media_id;
    const { msg_data_id } = await post('/cgi-bin/freepublish/submit', { media_id: await draft('Published') });
    await simulator.user('alice').follows();
    await post('/cgi-bin/message/mass/sendall', {
      filter: { is_to_all: true },
      msgtype: 'mpnews',
      mpnews: { media_id: await draft('Sent') },
    });
    await nextDay();
    api.addComment({ msg_data_id: String(msg_data_id), openid: 'alice', content: 'Nice.' });
    await nextDay();
    const [two, one] = [day(2), day(1)];
    expect(await list('getarticletotaldetail', 2)).toMatchObject([
      {
        ref_date: two,
        msgid: `${String(msg_data_id)}_1`,
        publish_type: 1,
        title: 'Published',
        detail_list: [
          { stat_date: two, comment_count: 0, read_user: 0 },
          { stat_date: one, comment_count: 1, read_user: 0 },
        ],
      },
      { publish_type: 0, title: 'Sent', detail_list: [{ comment_count: 0 }, { comment_count: 0 }] },
    ]);
    expect(await report('getbizsummary', 2, 1)).toMatchObject({
      is_delay: false,
      list: [
        { ref_date: two, detail: { send_page_count: 2, comment_count: 0 } },
        { ref_date: one, detail: { send_page_count: 0, comment_count: 1, like_user: 0 } },
      ],
    });
    for (const name of ['getarticleread', 'getarticleshare'])
      expect(await report(name)).toEqual({ list: [], is_delay: false });
  });

  it.each([
    ['getusersummary', 7],
    ['getusercumulate', 7],
    ['getupstreammsg', 7],
    ['getupstreammsghour', 1],
    ['getupstreammsgweek', 30],
    ['getupstreammsgmonth', 30],
    ['getupstreammsgdist', 15],
    ['getupstreammsgdistweek', 30],
    ['getupstreammsgdistmonth', 30],
    ['getinterfacesummary', 30],
    ['getinterfacesummaryhour', 1],
    ['getarticleread', 1],
    ['getarticleshare', 1],
    ['getbizsummary', 30],
    ['getarticletotaldetail', 1],
  ])('%s takes %i days at most', async (name, most) => {
    const { report } = await nineOClock();
    expect((await report(name, most, 1)).list).toBeDefined();
    expect(await report(name, most + 1, 1)).toMatchObject({ errcode: 61501 });
  });

  it('are of days that are over, and ready at eight', async () => {
    const { report, post, clock, renew } = await nineOClock();
    expect(await report('getusersummary', 0)).toMatchObject({ errcode: 61501 });
    expect(await report('getusersummary', 1, 2)).toMatchObject({ errcode: 61501 });
    const bad = { begin_date: '2026-02-30', end_date: '2026-02-30' };
    expect(await post('/datacube/getusersummary', bad)).toMatchObject({ errcode: 61500 });
    expect(await post('/datacube/getusersummary', { ...bad, begin_date: 20260201 })).toMatchObject({
      errcode: 61500,
    });
    await clock.advance(22 * HOUR);
    renew();
    expect(await report('getusersummary', 1)).toMatchObject({ errcode: 61503 });
    await clock.advance(HOUR);
    expect((await report('getusersummary', 1)).list).toHaveLength(1);
  });
});
