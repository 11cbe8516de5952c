import { h } from '../dom.js';
import { inLanguage, t } from '../language.js';
import { clockTime, duration } from '../time.js';
import { callBadge, tokenBadge } from './badge.js';
import { copyButton } from './copy.js';
import { fold } from './collapsible.js';
import { pairs } from './pairs.js';

/** @import { App } from '../app.js' */
/** @import { CallRecord } from '../../protocol.ts' */

/**
 * A call of the API: its token, its code, what was sent and what came back.
 *
 * @param {App} app
 * @param {CallRecord} call
 * @param {Set<string>} open
 */
export function createCallDetail(app, call, open) {
  const { id, method, path, query, body, status, errcode, rid, hint, answer, ms, at, notes = [] } = call;
  const facts = {
    [t('status')]: status,
    errcode,
    errmsg: errmsgOf(answer),
    rid,
    [t('took')]: ms === undefined ? undefined : duration(ms),
    [t('at')]: clockTime(at),
  };
  return h(
    'div',
    {},
    h(
      'header',
      { class: 'detail-head' },
      h(
        'h3',
        {},
        h('span', { class: 'record-id' }, `#A${id}`),
        h('span', { class: 'mono' }, `${method} ${path}`),
      ),
      callBadge(call),
    ),
    h('p', { class: 'token-line' }, t('accessToken'), tokenBadge(call)),
    ...notes.map(({ text }) => h('p', { class: 'problem', dir: 'auto' }, inLanguage(text))),
    hint !== undefined && h('p', { class: 'problem' }, inLanguage(hint)),
    pairs(facts),
    Object.keys(query).length > 0 &&
      fold({ id: 'callQuery', title: t('query'), content: [pairs(query)], open }),
    body !== undefined && fold({ id: 'request', title: t('requestBody'), code: written(body), open }),
    answer !== undefined && fold({ id: 'response', title: t('responseBody'), code: written(answer), open }),
    h(
      'p',
      { class: 'actions' },
      copyButton(app, t('copyCurl'), () => curlOf(app, call)),
      call.token !== 'none' && h('span', { class: 'hint' }, t('curlHint')),
    ),
  );
}

/** @param {unknown} answer */
const errmsgOf = (answer) =>
  typeof answer === 'object' && answer !== null && 'errmsg' in answer ? String(answer.errmsg) : undefined;

/** @param {unknown} value */
const written = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/**
 * The call as a shell command. The token is not known here: it comes from a variable of the shell.
 *
 * @param {App} app
 * @param {CallRecord} call
 */
function curlOf({ store }, { method, path, query, body, token }) {
  const parameters = new URLSearchParams(query).toString();
  const parts = [parameters, token === 'none' ? '' : 'access_token=$ACCESS_TOKEN'].filter(
    (part) => part !== '',
  );
  const address = `${store.get().account.apiUrl}${path}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
  const data =
    body === undefined
      ? ''
      : ` \\\n  -H 'Content-Type: application/json' \\\n  --data-raw ${quoted(written(body))}`;
  return `curl -X ${method} "${address.replace(/["\\`]|\$(?!ACCESS_TOKEN)/g, (sign) => `\\${sign}`)}"${data}`;
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
