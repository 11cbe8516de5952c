import { button } from '../controls.js';
import { fill, h } from '../dom.js';
import { inLanguage, t } from '../language.js';

/** @import { AuthorizerState } from '../../platform/protocol.ts' */
/** @import { PlatformApp } from './main.js' */

/**
 * The permission sets that the owner grants: all at first, later those that the platform has.
 *
 * @param {PlatformApp} app
 * @param {string} appId
 * @param {AuthorizerState['kind']} kind
 */
export function createPermissions({ store }, appId, kind) {
  const { officialAccount, miniProgram } = store.get().state.permissions;
  const boxes = (kind === 'mini-program' ? miniProgram : officialAccount).map(({ id, name }) => {
    const input = h('input', { type: 'checkbox', checked: true, on: { change: () => count() } });
    return { id, input, label: h('label', { class: 'choice' }, input, `${id} ${inLanguage(name)}`) };
  });
  const summary = h('summary', {});
  /** @param {(id: number) => boolean} isChosen */
  const choose = (isChosen) => {
    for (const { id, input } of boxes) input.checked = isChosen(id);
    count();
  };
  const element = h(
    'details',
    { class: 'permissions' },
    summary,
    h(
      'fieldset',
      {},
      h('legend', { class: 'unseen' }, t('permissionSets')),
      h(
        'div',
        { class: 'actions' },
        button(t('chooseAll'), () => choose(() => true)),
        button(t('chooseNone'), () => choose(() => false)),
      ),
      h(
        'div',
        { class: 'sets' },
        boxes.map(({ label }) => label),
      ),
    ),
  );
  const chosen = () => boxes.filter(({ input }) => input.checked).map(({ id }) => id);

  function count() {
    fill(summary, t('permissionCount', { n: chosen().length }));
  }
  count();

  store.watch(
    element,
    ({ state }) => state.accounts.find((each) => each.appId === appId)?.granted.join() ?? '',
    (granted) => {
      if (granted === '') return;
      const ids = new Set(granted.split(',').map(Number));
      choose((id) => ids.has(id));
    },
  );
  return { element, chosen };
}
