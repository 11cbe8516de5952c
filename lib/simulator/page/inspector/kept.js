import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { highlight } from './code.js';
import { pairs } from './pairs.js';

/** @import { App } from '../app.js' */
/** @import { UserState } from '../../protocol.ts' */

/**
 * What the bot keeps of the user: the session, and the form or dialogue that waits for an answer.
 *
 * @param {App} app
 */
export function createKept({ store }) {
  const content = h('div', { class: 'kept' });
  const section = h('section', { class: 'group' }, h('h3', {}, t('keptTitle')), content);
  store.watch(
    section,
    ({ users, openid }) => users.find((user) => user.openid === openid),
    (user) =>
      fill(
        content,
        user?.kept === undefined ? [h('p', { class: 'hint' }, t('keptNothing'))] : describe(user.kept),
      ),
  );
  return section;
}

/** @param {NonNullable<UserState['kept']>} kept */
const describe = ({ session, conversation }) => [
  ...(conversation === undefined ? [] : openConversation(conversation)),
  ...json(t('keptSession'), session),
];

/** @param {object} conversation */
function openConversation(conversation) {
  // Whatever the bot keeps there: what has a name here is shown by it, and all of it as it is.
  const { name, version, asked, tries, log } = /** @type {Record<string, unknown>} */ (conversation);
  const entries = Array.isArray(log) ? log : [];
  return [
    pairs({
      [t('keptConversation')]: text(name),
      [t('keptVersion')]: text(version),
      [t('keptAsked')]: text(asked),
      [t('keptTries')]: tries === 0 ? undefined : text(tries),
    }),
    ...json(t('keptLog'), JSON.stringify(entries)),
  ];
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' || typeof value === 'number' ? value : undefined);

/**
 * @param {string} title
 * @param {string} code
 */
const json = (title, code) => [
  h('h4', {}, title),
  h('pre', { class: 'code', tabindex: 0, 'aria-label': title }, highlight(code)),
];
