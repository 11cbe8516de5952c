import { iconButton } from '../controls.js';
import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { createEmojiPanel } from './emoji-panel.js';
import { createMenuBar } from './menu-bar.js';
import { createMorePanel } from './more-panel.js';
import { openScanDialog } from './scan-dialog.js';

/** @import { App } from '../app.js' */

/** What was typed and not sent, by openid: it outlives a change of language. @type {Map<string, string>} */
const drafts = new Map();

/**
 * The lower edge of the chat: the account's menu or the keyboard, or, for those who do not follow, a way to.
 *
 * @param {App} app
 * @param {string} openid
 */
export function createComposer(app, openid) {
  const { store, act } = app;
  const panel = h('div', { class: 'panel', hidden: true });
  const emoji = iconButton('smile', t('emoji'), () => toggle('emoji'), { 'aria-expanded': 'false' });
  const more = iconButton('plus', t('more'), () => toggle('more'), { 'aria-expanded': 'false' });
  const submit = h('button', { type: 'submit', class: 'button primary submit' }, t('send'));
  const text = h('textarea', {
    rows: 1,
    placeholder: t('messageHint'),
    'aria-label': t('message'),
    on: {
      input: typed,
      keydown(event) {
        // Enter while an input method composes chooses a word.
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        say();
      },
    },
  });
  text.value = drafts.get(openid) ?? '';
  const form = h(
    'form',
    {
      class: 'input-bar',
      on: {
        submit(event) {
          event.preventDefault();
          say();
        },
      },
    },
    text,
    emoji,
    more,
    submit,
  );
  const toMenu = iconButton('menu', t('accountMenu'), () => showMenu(true), {
    class: 'icon-button switch-bar',
  });
  const toKeyboard = iconButton('keyboard', t('keyboard'), () => showMenu(false), {
    class: 'icon-button switch-bar',
  });
  const menuBar = createMenuBar(app, openid, toKeyboard);
  const talk = h('div', { class: 'talk' }, h('div', { class: 'bars' }, toMenu, form, menuBar), panel);
  const invite = h(
    'div',
    { class: 'invite' },
    h('p', {}, t('notFollowing')),
    h(
      'button',
      { type: 'button', class: 'button primary', on: { click: () => void act({ type: 'follow', openid }) } },
      t('follow'),
    ),
    h(
      'button',
      { type: 'button', class: 'button plain', on: { click: () => openScanDialog(app, openid) } },
      t('scan'),
    ),
  );
  const composer = h(
    'footer',
    {
      class: 'composer',
      on: {
        keydown: (event) => {
          if (event.key !== 'Escape' || panel.hidden) return;
          close();
          text.focus();
        },
      },
    },
    talk,
    invite,
  );

  /** @param {'emoji' | 'more'} which */
  function toggle(which) {
    const opens = panel.hidden || panel.dataset.panel !== which;
    close();
    if (!opens) return;
    fill(panel, which === 'emoji' ? createEmojiPanel(insert) : createMorePanel(app, openid, close));
    panel.dataset.panel = which;
    panel.hidden = false;
    (which === 'emoji' ? emoji : more).setAttribute('aria-expanded', 'true');
    panel.querySelector('button')?.focus();
  }

  function close() {
    panel.hidden = true;
    for (const each of [emoji, more]) each.setAttribute('aria-expanded', 'false');
  }

  /** @param {string} code */
  function insert(code) {
    text.setRangeText(code, text.selectionStart, text.selectionEnd, 'end');
    typed();
  }

  function typed() {
    drafts.set(openid, text.value);
    submit.hidden = text.value === '';
    more.hidden = text.value !== '';
    text.rows = Math.min(5, text.value.split('\n').length);
  }

  function say() {
    const content = text.value;
    if (content.trim() === '') return;
    text.value = '';
    typed();
    void act({ type: 'say', openid, content }).then((answer) => {
      // Not taken: nothing that was typed gets lost.
      if (answer !== undefined || text.value !== '') return;
      text.value = content;
      typed();
    });
  }

  /** @param {boolean} shown */
  function showMenu(shown) {
    close();
    talk.classList.toggle('with-menu', shown);
    (shown ? toKeyboard : text).focus();
  }

  typed();
  store.watch(
    composer,
    ({ users }) => users.find((user) => user.openid === openid)?.follows === true,
    (follows) => {
      talk.hidden = !follows;
      invite.hidden = follows;
    },
  );
  store.watch(
    composer,
    ({ users }) => users.find((user) => user.openid === openid)?.menu !== undefined,
    (hasMenu) => {
      toMenu.hidden = !hasMenu;
      talk.classList.toggle('with-menu', hasMenu && text.value === '' && document.activeElement !== text);
    },
  );
  return composer;
}
