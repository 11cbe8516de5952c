import { simulate } from 'offiaccount/testing';
import type { Page } from './simulator/support';
import { describeInChromium, openChromium } from './support/chromium';
import { meet, pageOf, siteOf, startDemo } from './support/demo';
import type { Demo } from './support/demo';
import { account } from './support/push';
import { until } from './support/redis';

const text = (Content: unknown) => ({ MsgType: 'text', Content });

let demo: Demo;
let page: Page;
let site: string;
let slow: ReturnType<typeof askSlowly>;

/** What takes its time, begun first so that the other stories are told meanwhile. */
async function askSlowly() {
  const [second, third, late, forgetful] = await Promise.all([
    meet(page),
    meet(page),
    meet(page),
    meet(page),
  ]);
  const seen = await Promise.all([
    second.says('/slow 7'),
    third.says('/slow 12'),
    late.says('/slow 16'),
    forgetful.says('/remind 1'),
  ]);
  return { second, third, late, forgetful, seen };
}

beforeAll(async () => {
  demo = startDemo(['--verbose']);
  page = await pageOf(demo);
  site = await siteOf(demo);
  slow = askSlowly();
  slow.catch(() => undefined); // The spec that waits for it says so.
}, 60_000);

afterAll(() => demo.end('SIGKILL'));

/** A browser that looks at the site and keeps its cookies. */
function createBrowser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(path: string, method = 'GET') {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { cookie, ...(method === 'POST' && { accept: 'application/json' }) };
      const response = await fetch(site + path, { method, headers, redirect: 'manual' });
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([\w-]+)=([^;]*)/.exec(set)!;
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
  };
}

/** The scene of the newest code for logging in. */
const loginScene = async (): Promise<string> => {
  const { codes } = await page.state();
  return codes.findLast(({ scene }) => scene.startsWith('login_'))!.scene;
};

describe('the chat', () => {
  it.each([
    ['help', text(expect.stringContaining('/slow 7'))],
    ['帮助', text(expect.stringContaining('/login'))],
    ['echo 你好，]]> <世界> & 😀', text('你好，]]> <世界> & 😀')],
    ['oops', text('抱歉，出了点问题，请稍后再试。')],
    ['transfer', { MsgType: 'transfer_customer_service' }],
    ['anything else', text('没听懂。发送 help 看看我会什么。')],
    ['/ai', text(expect.stringContaining('想看哪种回答？'))],
    ['/ai 短', text('您好！我是一个没有联网的模型，照稿子念。\n\n（内容由 AI 生成）')],
    ['/qr', { MsgType: 'image', Image: { MediaId: expect.any(String) as unknown } }],
    [
      'news',
      {
        MsgType: 'news',
        Articles: { item: [{ Title: '明前龙井到店了', Url: expect.any(String) as unknown }] },
      },
    ],
  ])('answers %s', async (content, expected) => {
    const somebody = await meet(page);
    expect(await somebody.says(content)).toMatchObject([expected]);
  });

  it('welcomes who comes, by which code whatever', async () => {
    const somebody = await meet(page);
    expect(await somebody.does({ type: 'follow' })).toMatchObject([
      text(expect.stringContaining('欢迎关注！')),
    ]);
    expect(await somebody.says('/me')).toMatchObject([text(expect.stringContaining(somebody.openid))]);
    expect(await somebody.does({ type: 'scan', scene: 'campaign_spring' })).toMatchObject([
      text('欢迎参加活动：campaign_spring'),
    ]);
    expect(await somebody.does({ type: 'scan', scene: 'any' })).toMatchObject([text('扫到了：any')]);
    expect(await somebody.does({ type: 'unfollow' })).toEqual([]);
  });

  it('gives pictures and voices back, and knows where one is', async () => {
    const somebody = await meet(page);
    const file = await page.upload('image', 'dot.png', Buffer.from(DOT, 'base64'));
    expect(await somebody.does({ type: 'send', kind: 'image', file })).toMatchObject([
      { MsgType: 'image', Image: { MediaId: file } },
    ]);
    expect(await somebody.does({ type: 'send', kind: 'voice' })).toMatchObject([{ MsgType: 'voice' }]);
    const place = { latitude: 30.25, longitude: 120.15, label: '西湖' };
    expect(await somebody.does({ type: 'sendLocation', place })).toMatchObject([
      text('您在 西湖（30.25, 120.15）'),
    ]);
  });

  it('publishes a menu whose buttons do something', async () => {
    const somebody = await meet(page);
    await somebody.says('/menu');
    const tap = (path: readonly number[]) => somebody.does({ type: 'tapMenu', path, scanned: 'a code' });
    expect(await tap([0])).toMatchObject([{ MsgType: 'news' }]);
    expect(await tap([1, 0])).toMatchObject([text(expect.stringContaining('请问几位'))]);
    expect(await tap([1, 1])).toMatchObject([{ MsgType: 'transfer_customer_service' }]);
    expect(await tap([1, 2])).toMatchObject([text('扫到了：a code')]);
    expect(await tap([1, 4])).toMatchObject([text(expect.stringContaining('可以发送'))]);
    const { users } = await page.state();
    expect(users.at(-1)?.menu?.[2]).toMatchObject({ type: 'view', url: `${site}/` });
  });

  it('sends a template message about an order', async () => {
    const somebody = await meet(page);
    await somebody.does({ type: 'follow' });
    expect(await somebody.says('/order')).toMatchObject([
      {
        MsgType: 'template',
        Content: expect.stringContaining('商品：明前龙井（一壶）') as unknown,
        Url: `${site}/`,
      },
    ]);
  });

  it('answers texts of a moment together', async () => {
    const somebody = await meet(page);
    await Promise.all([somebody.says('你好'), somebody.says('在吗')]);
    expect(await somebody.sees()).toMatchObject([text(expect.stringContaining('这 2 条我一起看了'))]);
  });

  it('asks two questions for a booking, and takes commands in between', async () => {
    const somebody = await meet(page);
    expect(await somebody.says('/book')).toMatchObject([text(expect.stringContaining('请问几位'))]);
    expect(await somebody.says('many')).toMatchObject([text(expect.stringContaining('请回复人数'))]);
    expect(await somebody.says('echo 4')).toMatchObject([text('4')]);
    expect(await somebody.says('4 位')).toMatchObject([text('几点到？')]);
    expect(await somebody.says('明天 18:30')).toMatchObject([text('订好了：4 位，明天 18:30。恭候光临！')]);
    expect(await somebody.says('明天 18:30')).toMatchObject([text(expect.stringContaining('没听懂'))]);

    await somebody.says('预约');
    expect(await somebody.says('取消')).toMatchObject([text('已取消。')]);
    expect(await somebody.says('4 位')).toMatchObject([text(expect.stringContaining('没听懂'))]);
  });
});

/** What a page of the login asks. */
const CHECK = '/login?wx_login=page';
type Browser = ReturnType<typeof createBrowser>;
const check = async (browser: Browser) =>
  (JSON.parse((await browser.ask(CHECK, 'POST')).body) as { state: string }).state;
const loginCookieOf = ({ cookies }: Browser) => [...cookies].find(([name]) => name.startsWith('wx-login'))!;

describe('the site', () => {
  it('logs a browser in when its code is scanned: that browser, once', async () => {
    const [own, other] = [createBrowser(), createBrowser()];
    const login = await own.ask('/login');
    expect(login).toMatchObject({ status: 200, body: expect.stringContaining('<svg') as unknown });
    const scene = await loginScene();
    await other.ask('/login');
    expect(await check(own)).toBe('waiting');

    const somebody = await meet(page);
    expect(await somebody.does({ type: 'scan', scene })).toMatchObject([
      text(expect.stringContaining('网页已登录')),
    ]);
    expect(await check(other)).toBe('waiting');
    // Who has seen the code has not seen the secret.
    const thief = createBrowser();
    const [name, secret] = loginCookieOf(own);
    thief.cookies.set(name, scene.replace('login_', ''));
    expect(await check(thief)).toBe('over');
    expect(await check(own)).toBe('signed-in');
    expect((await own.ask('/')).body).toContain(somebody.openid);
    expect((await other.ask('/')).body).not.toContain(somebody.openid);

    const late = await meet(page);
    expect(await late.does({ type: 'scan', scene })).toMatchObject([
      text(expect.stringContaining('二维码已失效')),
    ]);
    const again = createBrowser();
    again.cookies.set(name, secret);
    expect(await check(again)).toBe('over');
  });

  it('logs a browser in by the word that it shows', async () => {
    const browser = createBrowser();
    const [, word = ''] = /class="word"[^>]*>(\d{6})</.exec((await browser.ask('/login')).body) ?? [];
    const somebody = await meet(page);
    expect(await somebody.says(word)).toMatchObject([text(expect.stringContaining('网页已登录'))]);
    expect(await check(browser)).toBe('signed-in');
    expect((await browser.ask('/')).body).toContain(somebody.openid);
  });

  it('makes one code for a browser, however often the page is loaded', async () => {
    const browser = createBrowser();
    const { headers } = await browser.ask('/login');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^wx-login-\w+=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=120$/),
    ]);
    const scene = await loginScene();
    await browser.ask('/login');
    expect(await loginScene()).toBe(scene);
    expect(scene).not.toContain(loginCookieOf(browser)[1]);
  });

  it.each(['the site', 'the chat'])('logs out by %s', async (where) => {
    const browser = createBrowser();
    await browser.ask('/login');
    const somebody = await meet(page);
    await somebody.does({ type: 'scan', scene: await loginScene() });
    await check(browser);
    const kept = browser.cookies.get('session')!;
    expect((await browser.ask('/')).body).toContain(somebody.openid);

    if (where === 'the site') expect(await browser.ask('/logout', 'POST')).toMatchObject({ status: 204 });
    else expect(await somebody.says('/logout')).toMatchObject([text('网页已退出登录。')]);
    browser.cookies.set('session', kept);
    expect((await browser.ask('/')).body).not.toContain(somebody.openid);
  });

  it('has a page for addresses that do not exist', async () => {
    for (const path of ['/nowhere', '/%']) {
      const { status, body } = await createBrowser().ask(path);
      expect(status).toBe(404);
      expect(body).toContain('没有这个页面');
    }
  });
});

describeInChromium()('the site in WeChat', () => {
  it('knows who opens /me, once they agree, and lets them share /share and tell where they are', async () => {
    const somebody = await meet(page);
    const browser = await openChromium();
    const view = async (path: string) =>
      (await page.command({ type: 'openPage', openid: somebody.openid, url: site + path })).url ?? '';
    try {
      const tab = await browser.newPage({ locale: 'zh-CN' });
      await tab.goto(await view('/me'));
      await tab.getByRole('link', { name: '允许' }).click();
      await tab.getByText(somebody.openid).waitFor();
      await tab.getByRole('heading', { name: '我的资料' }).waitFor();
      await tab.goto(await view('/share'));
      await tab.getByRole('status').getByText('分享内容已设置。').waitFor();
      await tab.getByRole('button', { name: '我的位置' }).click();
      await tab.getByRole('status').getByText('您在 30.274085, 120.15507').waitFor();
      tab.on('dialog', (dialog) => void dialog.accept('tea-42'));
      await tab.getByRole('button', { name: '扫一扫' }).click();
      await tab.getByRole('status').getByText('扫到了：tea-42').waitFor();
    } finally {
      await browser.close();
    }
  });
});

describeInChromium()('the site in a browser', () => {
  it('shows who has scanned its code', async () => {
    const browser = await openChromium();
    try {
      const tab = await browser.newPage({ locale: 'zh-CN' });
      const problems: string[] = [];
      tab.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      tab.on('pageerror', ({ message }) => problems.push(message));
      await tab.goto(site);
      await tab.getByRole('link', { name: '微信登录' }).click();
      await tab.getByRole('img', { name: '登录二维码' }).waitFor();
      const somebody = await meet(page);
      await somebody.does({ type: 'scan', scene: await loginScene() });
      await tab.getByText(somebody.openid).waitFor();
      await tab.getByRole('button', { name: '退出登录' }).click();
      await tab.getByRole('link', { name: '微信登录' }).waitFor();
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

it('answers slowly by every door: the second delivery, the third, a late message; and reminds', async () => {
  const { second, third, late, forgetful, seen } = await slow;
  expect(seen).toMatchObject([
    [text('让您久等了：这条回答用了 7 秒。')],
    [text('让您久等了：这条回答用了 12 秒。')],
    [text('还在处理，好了马上告诉您。')],
    [text('好的，1 秒后提醒您。')],
  ]);
  await until(async () => (await late.sees()).length > 1 && (await forgetful.sees()).length > 1);
  const via = 'customer-service';
  expect((await late.sees())[1]).toMatchObject({ Content: '让您久等了：这条回答用了 16 秒。', via });
  expect((await forgetful.sees())[1]).toMatchObject({ Content: '时间到了！', via });
  const { pushes } = await page.state();
  const deliveries = [second, third, late].map(
    (user) => pushes.find(({ openid }) => openid === user.openid)?.deliveries.length,
  );
  expect(deliveries).toEqual([2, 3, 3]);
});

it('has played a conversation in the terminal, and on the page', async () => {
  await demo.prints(/Alice gets a message of customer service\s+时间到了！/);
  for (const pattern of [
    /WeChat \(played\) checks the address: replied/,
    /Alice 说：help\n[^]*?push: <xml>[^]*?delivery 1 \?signature=[^]*?200 after \d+ ms <xml>/,
    /Alice 说：\/slow 7\n[^]*?cut by WeChat after 5\d\d\d ms\n[^]*?delivery 2[^]*?200 after/,
    /call: POST \/cgi-bin\/menu\/create → 200 0/,
    /订好了：3 位，明天 18:30。恭候光临！/,
  ])
    expect(demo.printed()).toMatch(pattern);
  const { entries } = await page.state();
  expect(entries.filter(({ openid }) => openid === page.openid).length).toBeGreaterThan(30);
});

describe('when something is amiss', () => {
  it('says so when the account may not do that', async () => {
    const somebody = await meet(page);
    await page.command({ type: 'switch', switches: { kind: 'personal' } });
    try {
      expect(await somebody.says('/menu')).toMatchObject([text('这个公众号没有这项接口权限。')]);
    } finally {
      await page.command({ type: 'switch', switches: { kind: 'service' } });
    }
  });
  it('shows a word alone while WeChat is down', async () => {
    await page.command({ type: 'switch', switches: { upstream: 'busy' } });
    try {
      const { status, body } = await createBrowser().ask('/login');
      expect(status).toBe(200);
      expect(body).toMatch(/class="word"[^>]*>\d{6}</);
      expect(body).not.toContain('<svg');
    } finally {
      await page.command({ type: 'switch', switches: { upstream: 'up' } });
    }
  });
});

it('names the port that is taken', async () => {
  const port = new URL(site).port;
  const second = startDemo(['--quiet'], { PORT: port });
  try {
    await second.prints(new RegExp(`Port ${port} is taken.+PORT`));
    expect(await second.ended()).toBe(1);
    expect(second.printed()).not.toContain('EADDRINUSE');
  } finally {
    await second.end('SIGKILL');
  }
});

it('goes on after the conversation, and ends at once when it is told to', async () => {
  expect(await (await meet(page)).says('echo still there')).toMatchObject([text('still there')]);
  const started = performance.now();
  expect(await demo.end()).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);
  await expect(fetch(site)).rejects.toThrow();
});

it('prints two addresses, what to do, and then a line for each message', async () => {
  const talking = startDemo([]);
  try {
    await talking.prints(/event CLICK → news/);
    const [first, second, third, ...rest] = talking.printed().trimEnd().split('\n');
    expect(first).toMatch(/^The bot listens at http/);
    expect(second).toMatch(/^The offline WeChat is at http.*: open it/);
    expect(third).toContain('--verbose');
    for (const line of rest) expect(line).toMatch(/^ {2}bot: .+ → \w+ \(\d+ ms\)$/);
    expect(rest[1]).toMatch(/^ {2}bot: text "help" → text/);
  } finally {
    await talking.end('SIGKILL');
  }
});

it('has one clock with WeChat, so that no button of the clock takes it from its users', async () => {
  const talking = startDemo(['--quiet']);
  try {
    const here = await pageOf(talking);
    const alice = await meet(here);
    const step = (ms: number) => here.command({ type: 'stepClock', ms });
    for (const ms of [3_600_000, 172_800_000]) {
      await step(ms);
      expect(await alice.says('echo hello')).toMatchObject([text('hello')]);
      expect(await alice.says('/me')).toMatchObject([text(expect.stringContaining(alice.openid))]);
    }
    const slow = alice.says('/slow 40');
    for (let attempt = 1; attempt <= 3; attempt++) {
      await here.until(({ pushes }) => pushes.at(-1)?.deliveries.length === attempt);
      await step(5000);
    }
    expect(await slow).toMatchObject([text('还在处理，好了马上告诉您。')]);
    await here.command({ type: 'resetClock' });
    expect(Math.abs((await here.state()).clock.now - Date.now())).toBeLessThan(10_000);
    expect(await alice.says('echo now')).toMatchObject([text('now')]);
    expect(await alice.says('/me')).toMatchObject([text(expect.stringContaining(alice.openid))]);
  } finally {
    await talking.end('SIGKILL');
  }
});

it('ends in the middle of its conversation', async () => {
  const talking = startDemo(['--verbose']);
  try {
    await talking.prints(/Alice 说：help/);
    expect(await talking.end('SIGINT')).toBe(0);
    expect(talking.printed()).not.toMatch(/ECONN|fetch failed/);
  } finally {
    await talking.end('SIGKILL');
  }
});

describe('with the settings of an account', () => {
  it('plays nothing, and answers that account', async () => {
    const { appId, token, encodingAESKey } = account;
    const own = { appId, token, encodingAESKey, appSecret: 'secretOfTheAccount' };
    // The address is known once the demo listens; the API it calls must be there before.
    let url = 'http://127.0.0.1/';
    const wechat = simulate({ url: () => url }, own);
    const real = startDemo(['--quiet'], {
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: own.appSecret,
      WECHAT_TOKEN: token,
      WECHAT_ENCODING_AES_KEY: encodingAESKey,
      WECHAT_API_HOST: await wechat.api.url(),
    });
    try {
      url = `${await siteOf(real)}/wechat`;
      expect(await wechat.verifyUrl()).toMatchObject({ outcome: 'replied' });
      const alice = wechat.user('alice');
      expect((await alice.follows()).reply).toMatchObject(text(expect.stringContaining('欢迎关注！')));
      expect((await alice.says('/me')).reply).toMatchObject(text(expect.stringContaining('alice')));
      expect((await alice.says('/order')).reply).toMatchObject(text(expect.stringContaining('还没有标题为')));
      expect(real.printed()).not.toContain('offline WeChat');
      expect(real.printed()).not.toContain(own.appSecret);
      expect(await real.end('SIGINT')).toBe(0);
    } finally {
      await real.end('SIGKILL');
      await wechat.close();
    }
  });

  it('says what is wrong with the command line', async () => {
    const several = startDemo(['--workers', '2']);
    expect(await several.end('SIGCONT')).toBe(1);
    expect(several.printed()).toContain('--workers needs REDIS_URL');
  });
});

/** A picture of one dot. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
