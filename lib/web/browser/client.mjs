/*
 * For pages inside WeChat. Requests the signature from your server and calls wx.config(). Load this script
 * before your router starts: iOS checks the address with which the web view was opened, Android the current one.
 */

const entry = location.href;
const isIos = /iPhone|iPad|iPod/i.test(navigator.userAgent);
const plain = (url) => url.split('#')[0];

/** Signs the page and waits for wx.ready; after "invalid signature" once more, with the other address. */
export async function configureJsSdk({ endpoint, jsApiList, openTagList, debug = false, wx = window.wx }) {
  if (wx === undefined) throw new Error('Load https://res.wx.qq.com/open/js/jweixin-1.6.0.js first.');
  const addresses = isIos ? [entry, location.href] : [location.href, entry];
  const [first, second] = addresses.map(plain);
  try {
    return await configure(first);
  } catch (error) {
    if (second === first || !/invalid signature/i.test(error.message)) throw error;
    return configure(second);
  }

  async function configure(url) {
    // Without encodeURIComponent a part of the address would be lost.
    const answer = await fetch(`${endpoint}?url=${encodeURIComponent(url)}`, { credentials: 'same-origin' });
    const config = await answer.json();
    if (!answer.ok) throw new Error(config.error);
    await new Promise((resolve, reject) => {
      wx.error((failure) => reject(new Error(failure.errMsg)));
      wx.ready(resolve);
      wx.config({
        ...config,
        debug,
        jsApiList: jsApiList ?? config.jsApiList,
        openTagList: openTagList ?? config.openTagList,
      });
    });
    return config;
  }
}
