import { button, newId } from '../controls.js';
import { fill, h } from '../dom.js';
import { inLanguage, t } from '../language.js';

/** @import { AuthorizerState, SaidState } from '../../platform/protocol.ts' */
/** @import { PlatformApp } from './main.js' */

const BY = /** @type {const} */ ({ user: 'whoUser', account: 'whoAccount', wechat: 'whoWechat' });

/**
 * The conversation of the account with one of its users.
 *
 * @param {PlatformApp} app
 * @param {string} appId
 * @param {AuthorizerState['kind']} kind
 */
export function createSaid({ store, act }, appId, kind) {
  const id = newId();
  const list = h('ol', {
    class: 'said',
    tabindex: 0,
    'aria-live': 'polite',
    'aria-label': t('conversationOf', { appId }),
  });
  const input = h('input', { id, type: 'text', maxlength: 200, autocomplete: 'off' });
  const element = h(
    'div',
    { class: 'talk' },
    list,
    h(
      'form',
      {
        class: 'inline',
        on: {
          submit(event) {
            event.preventDefault();
            const text = input.value.trim();
            if (text === '') return;
            input.value = '';
            void act({ type: 'say', appId, text });
          },
        },
      },
      h('div', { class: 'field' }, h('label', { for: id }, t('messageTo')), input),
      h('button', { class: 'button plain' }, t('sendIt')),
      button(t(kind === 'mini-program' ? 'enterIt' : 'followIt'), () => void act({ type: 'enter', appId })),
    ),
  );
  const find = () => store.get().state.accounts.find((each) => each.appId === appId)?.said ?? [];
  store.watch(
    element,
    () => JSON.stringify(find()),
    () => {
      fill(list, find().map(entry));
      list.hidden = find().length === 0;
      list.scrollTop = list.scrollHeight;
    },
  );
  return element;
}

/** @param {SaidState} said */
const entry = ({ by, text, problem }) =>
  h(
    'li',
    { class: by },
    h('span', { class: 'by' }, t(BY[by])),
    text !== '' && h('span', {}, text),
    problem && h('span', { class: 'problem' }, inLanguage(problem)),
  );
