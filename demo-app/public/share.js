import { configureJsSdk } from '/jssdk/client.js';

const told = document.querySelector('[role=status]');
const say = (text) => (told.textContent = text);

/** What each button does, and what it then says. */
const CALLS = {
  scanQRCode: (success, fail) =>
    wx.scanQRCode({ needResult: 1, success: ({ resultStr }) => success(`扫到了：${resultStr}`), fail }),
  getLocation: (success, fail) =>
    wx.getLocation({ success: ({ latitude, longitude }) => success(`您在 ${latitude}, ${longitude}`), fail }),
};

try {
  await configureJsSdk({ endpoint: '/jssdk' });
  const shared = {
    title: 'offiaccount 演示',
    desc: '一个公众号机器人',
    link: location.origin,
    imgUrl: `${location.origin}/cover.png`,
  };
  wx.updateAppMessageShareData({ ...shared, success: () => say('分享内容已设置。') });
  wx.updateTimelineShareData(shared);
  for (const button of document.querySelectorAll('[data-call]'))
    button.addEventListener('click', () => CALLS[button.dataset.call](say, ({ errMsg }) => say(errMsg)));
} catch (error) {
  say(error.message);
}
