import { createApi, createRouter, wechat } from 'offiaccount';
import type { Api } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import express from 'express';

// The bot, which you would import from its own file.
const answers = createRouter().click('HOURS', () => 'We are open from 9 to 18 o’clock.');
const publishMenu = (api: Api) =>
  api.menu.create({ button: [{ type: 'click', name: 'Opening hours', key: 'HOURS' }] });

const account = { appId: 'wx0123456789abcdef', token: 'testToken' };

/** The bot under test, and the WeChat that it talks to. */
async function play() {
  const app = express();
  const simulator = simulate(app, account);
  const { clock } = simulator;
  const api = createApi({
    appId: account.appId,
    appSecret: 'any',
    host: await simulator.api.url(),
    clock,
  });
  const wx = wechat({ ...account, api, clock }).use(answers);
  app.use(wx);
  return { simulator, wx, api, alice: simulator.user('alice') };
}

// #region answer
it('tells the opening hours', async () => {
  const { simulator, alice } = await play();
  const seen = await alice.clicks('HOURS');
  expect(seen).toMatchObject({ outcome: 'replied', reply: { Content: 'We are open from 9 to 18 o’clock.' } });
  await simulator.close();
});
// #endregion

// #region call
it('publishes the menu', async () => {
  const { simulator, api } = await play();
  await publishMenu(api);
  expect(simulator.api.menu?.button).toHaveLength(1);
  expect(simulator.api.calls.at(-1)).toMatchObject({ path: '/cgi-bin/menu/create', errcode: 0 });

  simulator.api.fail('/cgi-bin/menu/create', { errcode: 45009 }); // the next call
  await expect(publishMenu(api)).rejects.toMatchObject({ errcode: 45009 });
  await simulator.close();
});
// #endregion

// #region time
it('still answers when the work takes seven seconds', async () => {
  const { simulator, wx, alice } = await play();
  const { clock } = simulator;
  wx.text('slow', async () => {
    await clock.sleep(7000);
    return 'done';
  });
  const seen = alice.says('slow');
  await clock.advance(7000); // takes milliseconds
  expect(await seen).toMatchObject({ outcome: 'replied', reply: { Content: 'done' } });
  expect((await seen).deliveries).toHaveLength(2); // WeChat asked a second time
  await simulator.close();
});
// #endregion
