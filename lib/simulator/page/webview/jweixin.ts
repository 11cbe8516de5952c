/*
 * Replaces WeChat's jweixin.js in the offline WeChat. It checks signatures as the clients do, says why one is
 * wrong, and answers the calls of pages.
 */

type Values = Record<string, unknown>;
type Then = ((answer: Values) => void) | undefined;

interface Callbacks {
  readonly success?: Then;
  readonly fail?: Then;
  readonly complete?: Then;
  readonly cancel?: Then;
}

let state: 'new' | 'checking' | 'ready' | 'failed' = 'new';
let failure: Values = {};
let allowed: readonly unknown[] = [];
const onReady: (() => void)[] = [];
const onError: ((failure: Values) => void)[] = [];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const show = (text: string): void => {
  const box = document.createElement('div');
  box.setAttribute('role', 'alert');
  box.textContent = text;
  box.style.cssText =
    'position:fixed;left:12px;right:12px;top:12px;z-index:2147483647;padding:10px 14px;border-radius:8px;background:#222;color:#fff;font:14px/1.5 system-ui';
  document.body.append(box);
  setTimeout(() => box.remove(), 8000);
};

async function config(given: Values): Promise<void> {
  state = 'checking';
  const { appId, timestamp, nonceStr, signature, jsApiList = [], openTagList = [], debug } = given;
  const query = new URLSearchParams({
    appId: String(appId),
    timestamp: JSON.stringify(timestamp ?? null),
    nonceStr: String(nonceStr),
    signature: String(signature),
    url: location.href,
  });
  const response = await fetch(`/.wechat/check?${query.toString()}`);
  // The response of our own server.
  const verdict = (await response.json()) as { readonly errMsg: string; readonly text?: string };
  const isGood = verdict.errMsg === 'config:ok';
  if (!isGood) console.warn(`wx.config: ${verdict.errMsg}. ${verdict.text ?? ''}`);
  if (debug === true || !isGood)
    show(`${verdict.errMsg}${verdict.text === undefined ? '' : `: ${verdict.text}`}`);
  allowed = listOf(jsApiList);
  if (isGood) {
    state = 'ready';
    openTags(listOf(openTagList));
    for (const then of onReady.splice(0)) then();
    return;
  }
  state = 'failed';
  failure = { errMsg: verdict.errMsg };
  for (const then of onError) then(failure);
}

/** The answers of users; `null`: the user cancels. */
const answers: Record<string, (given: Values) => Values | null> = {
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
    checkResult: Object.fromEntries(listOf(jsApiList).map((name) => [String(name), true])),
  }),
  closeWindow() {
    show('网页关闭了窗口 · closeWindow()');
    return {};
  },
};

const method =
  (name: string) =>
  (given: Callbacks & Values = {}): unknown => {
    const { success, fail, complete, cancel, ...values } = given;
    const tell = (then: Then, answer: Values) =>
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

/** Open tags become buttons. On phones WeChat draws them. */
function openTags(names: readonly unknown[]): void {
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

const known: Record<string, unknown> = {
  config: (given: Values) => void config(given),
  ready: (then: () => void) => (state === 'ready' ? then() : void onReady.push(then)),
  error(then: (failure: Values) => void) {
    onError.push(then);
    if (state === 'failed') then(failure);
  },
  miniProgram: { getEnv: (then: (env: Values) => void) => then({ miniprogram: false }) },
};
const wx = new Proxy(known, {
  get: (target, name) =>
    typeof name !== 'string' || name === 'then' ? undefined : (target[name] ??= method(name)),
});
Object.assign(window, { wx, jWeixin: wx });

export {};
