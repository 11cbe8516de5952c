import type { Request, Response } from 'express';
import type { Language } from '../language';
import { languageFor } from '../reader';
import type { OpenLogin } from './logins';
import { sendContent } from './page';
import { qrCode } from './qr-code';

interface LoginWords {
  readonly title: string;
  readonly scan: string;
  readonly picture: string;
  readonly word: string;
  readonly wordAlone: string;
  readonly waiting: string;
  readonly check: string;
  readonly signedIn: string;
  readonly over: string;
  readonly reload: string;
  readonly busy: string;
}

const WORDS: Readonly<Record<Language, LoginWords>> = {
  zh: {
    title: '微信登录',
    scan: '用微信扫描二维码，关注公众号并登录。',
    picture: '登录二维码',
    word: '或者把下面的登录码发给公众号：',
    wordAlone: '打开微信，把下面的登录码发给公众号：',
    waiting: '正在等待您在微信中操作…',
    check: '我已完成，继续',
    signedIn: '登录成功，正在跳转…',
    over: '登录码已失效。',
    reload: '换一个登录码',
    busy: '现在登录的人太多，请一分钟后刷新本页。',
  },
  en: {
    title: 'Sign in with WeChat',
    scan: 'Scan the code with WeChat, and follow the account.',
    picture: 'QR code to sign in',
    word: 'Or send this word to the account in WeChat:',
    wordAlone: 'Open WeChat, and send this word to the account:',
    waiting: 'Waiting for you in WeChat…',
    check: 'Done, go on',
    signedIn: 'Signed in. One moment…',
    over: 'This word is over.',
    reload: 'Get a new one',
    busy: 'Too many people are signing in. Reload this page in a minute.',
  },
};

/** Polls every 1.5 seconds. The page contains the texts, so the script is the same in each language. */
const SCRIPT = `(function () {
  var form = document.querySelector('form');
  var told = document.querySelector('[role=status]');
  var again = document.querySelector('#again');
  form.hidden = true;
  function say(name) { told.textContent = told.dataset[name]; }
  function over() { say('over'); again.hidden = false; again.focus(); }
  function check() {
    fetch(form.getAttribute('action'), { method: 'POST', headers: { accept: 'application/json' }, credentials: 'same-origin' })
      .then(function (answer) { return answer.json(); })
      .catch(function () { return { state: 'waiting' }; })
      .then(function (found) {
        if (found.state === 'signed-in') { say('signedIn'); location.replace(found.to); }
        else if (found.state === 'over') over();
        else setTimeout(check, 1500);
      });
  }
  say('waiting');
  setTimeout(check, 1500);
})();`;

/**
 * Sends the page of a login. Without a login it sends the page that asks the user to wait. `check`: whether
 * the page replaces another page, or has its own address.
 */
export function sendLoginPage(
  req: Request,
  res: Response,
  login: OpenLogin | undefined,
  { check, status }: { readonly check: 'here' | 'page'; readonly status: number },
): void {
  const words = WORDS[languageFor(req)];
  if (login === undefined) {
    res.setHeader('Retry-After', '60');
    const body = `<p>${words.busy}</p>`;
    sendContent(req, res, req.method === 'HEAD' ? status : 503, { title: words.title, body });
    return;
  }
  const { word, code } = login;
  const picture = code === undefined ? undefined : qrCode(code, words.picture);
  const body = [
    ...(picture === undefined ? [] : [`<p>${words.scan}</p>`, picture]),
    ...(word === undefined
      ? []
      : [
          `<p id="how">${picture === undefined ? words.wordAlone : words.word}</p>`,
          `<p class="word" aria-describedby="how">${word}</p>`,
        ]),
    `<p role="status" data-waiting="${words.waiting}" data-signed-in="${words.signedIn}" data-over="${words.over}"></p>`,
    // An empty address means this page, so the link works wherever the page is shown.
    `<p><a id="again" href="" hidden>${words.reload}</a></p>`,
    `<form method="post" action="${actionFor(req, check)}"><button>${words.check}</button></form>`,
  ].join('\n');
  sendContent(req, res, status, { title: words.title, body, script: SCRIPT });
}

/** Returns the same address with the parameter of a poll. */
function actionFor(req: Request, check: 'here' | 'page'): string {
  const at = req.originalUrl.indexOf('?');
  const query = at === -1 ? '' : `${req.originalUrl.slice(at + 1)}&`;
  return `?${query}wx_login=${check}`.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
