/*
 * Stands in for WeChat's jweixin.js in the offline WeChat: checks signatures as the clients do, says why one is wrong, and answers
 * the calls of pages.
 */

(() => {
  /** @typedef {Record<string, unknown>} Values */
  /** @typedef {{ success?: (answer: Values) => void, fail?: (answer: Values) => void, complete?: (answer: Values) => void, cancel?: (answer: Values) => void, trigger?: () => void }} Callbacks */

  /** @type {'new' | 'checking' | 'ready' | 'failed'} */
  let state = 'new';
  /** @type {Values} */
  let failure = {};
  /** @type {readonly unknown[]} */
  let allowed = [];
  /** @type {(() => void)[]} */
  const onReady = [];
  /** @type {((failure: Values) => void)[]} */
  const onError = [];

  /** @param {string} text */
  const show = (text) => {
    const box = document.createElement('div');
    box.setAttribute('role', 'alert');
    box.textContent = text;
    box.style.cssText =
      'position:fixed;left:12px;right:12px;top:12px;z-index:2147483647;padding:10px 14px;border-radius:8px;background:#222;color:#fff;font:14px/1.5 system-ui';
    document.body.append(box);
    setTimeout(() => box.remove(), 8000);
  };

  /** @param {Values} given */
  async function config(given) {
    state = 'checking';
    const { appId, timestamp, nonceStr, signature, jsApiList = [], openTagList = [], debug } = given;
    const query = new URLSearchParams({
      appId: String(appId),
      timestamp: JSON.stringify(timestamp ?? null),
      nonceStr: String(nonceStr),
      signature: String(signature),
      url: location.href,
    });
    const response = await fetch(`/.wechat/check?${query}`);
    /** @type {unknown} */
    const json = await response.json();
    const verdict = /** @type {{ errMsg: string, text?: string }} */ (json);
    const isGood = verdict.errMsg === 'config:ok';
    if (!isGood) console.warn(`wx.config: ${verdict.errMsg}. ${verdict.text ?? ''}`);
    if (debug === true || !isGood)
      show(`${verdict.errMsg}${verdict.text === undefined ? '' : `: ${verdict.text}`}`);
    allowed = Array.isArray(jsApiList) ? jsApiList : [];
    if (isGood) {
      state = 'ready';
      if (Array.isArray(openTagList)) openTags(openTagList);
      for (const then of onReady.splice(0)) then();
      return;
    }
    state = 'failed';
    failure = { errMsg: verdict.errMsg };
    for (const then of onError) then(failure);
  }

  /** What users answer; `null`: they cancel. @type {Record<string, (given: Values) => Values | null>} */
  const answers = {
    scanQRCode({ needResult }) {
      const text = prompt('扫到的内容 · What the code says', 'https://example.com/');
      if (text === null) return null;
      return needResult === 1 ? { resultStr: text } : {};
    },
    getLocation: () => ({ latitude: 30.274085, longitude: 120.15507, speed: -1, accuracy: 30 }),
    getNetworkType: () => ({ networkType: 'wifi' }),
    chooseImage: () => ({ localIds: ['weixin://resourceid/sample'], sourceType: 'album' }),
    chooseWXPay: () => (confirm('支付？ · Pay?') ? {} : null),
    checkJsApi: ({ jsApiList }) => ({
      checkResult: Object.fromEntries(
        (Array.isArray(jsApiList) ? jsApiList : []).map((name) => [String(name), true]),
      ),
    }),
    closeWindow() {
      show('网页关闭了窗口 · closeWindow()');
      return {};
    },
  };

  /** @param {string} name */
  const method =
    (name) =>
    (given = {}) => {
      const { success, fail, complete, cancel, ...values } = /** @type {Callbacks & Values} */ (given);
      /** @param {((answer: Values) => void) | undefined} then @param {Values} answer */
      const tell = (then, answer) =>
        setTimeout(() => {
          then?.(answer);
          complete?.(answer);
        });
      if (state !== 'ready')
        return tell(fail, { errMsg: `${name}:fail, the permission value is offline verifying` });
      if (name !== 'checkJsApi' && !allowed.includes(name))
        return tell(fail, { errMsg: `${name}:fail, permission denied` });
      if (name.includes('Share'))
        show(`${name}: ${JSON.stringify(values.title)} ${JSON.stringify(values.link)}`);
      const answer = (answers[name] ?? (() => ({})))(values);
      if (answer === null) return tell(cancel ?? fail, { errMsg: `${name}:cancel` });
      return tell(success, { ...answer, errMsg: `${name}:ok` });
    };

  /** Open tags become buttons: on phones they are drawn by WeChat. @param {readonly unknown[]} names */
  function openTags(names) {
    for (const name of names)
      for (const tag of document.querySelectorAll(String(name))) {
        const button = document.createElement('button');
        button.textContent = String(name);
        button.addEventListener('click', () => {
          tag.dispatchEvent(
            new CustomEvent(name === 'wx-open-subscribe' ? 'success' : 'launch', { detail: {} }),
          );
        });
        tag.after(button);
        tag.dispatchEvent(new CustomEvent('ready', { detail: {} }));
      }
  }

  /** @type {Record<string, unknown>} */
  const known = {
    config: /** @param {Values} given */ (given) => void config(given),
    ready: /** @param {() => void} then */ (then) => (state === 'ready' ? then() : void onReady.push(then)),
    error(/** @type {(failure: Values) => void} */ then) {
      onError.push(then);
      if (state === 'failed') then(failure);
    },
    miniProgram: { getEnv: (/** @type {(env: Values) => void} */ then) => then({ miniprogram: false }) },
  };
  const wx = new Proxy(known, {
    get: (target, name) =>
      typeof name !== 'string' || name === 'then' ? undefined : (target[name] ??= method(name)),
  });
  Object.assign(window, { wx, jWeixin: wx });
})();
