import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MenuButton } from '../../protocol';
import { useApp } from '../app';
import { Button, Field, IconButton, instead } from '../controls';
import { t } from '../language';
import { MAX_BUTTONS, MAX_SUB_BUTTONS, NEEDS, NEW_BUTTON, TYPES, toButton, toDraft } from './menu-draft';
import type { DraftButton } from './menu-draft';

interface MenuEditorProps {
  readonly menu: readonly MenuButton[];
  /** The number of menus that are shown only to some followers. */
  readonly others: number;
}

/** The menu of the account, to edit and publish. The server checks it as WeChat does. */
export function MenuEditor({ menu, others }: MenuEditorProps): VNode {
  const { act, toast } = useApp();
  const [buttons, setButtons] = useState<readonly DraftButton[]>(() => menu.map(toDraft));
  const publish = async () => {
    const answer = await act({ type: 'setMenu', button: buttons.map(toButton) });
    if (answer !== undefined) toast(t('menuPublished'));
  };
  const remove = async () => {
    setButtons([]);
    if ((await act({ type: 'removeMenu' })) !== undefined) toast(t('menuRemoved'));
  };
  return (
    <form class="menu-editor" onSubmit={instead(() => void publish())}>
      {buttons.length === 0 && <p class="hint">{t('noMenu')}</p>}
      {others > 0 && <p class="hint">{t('conditionalMenus', { n: others })}</p>}
      <ButtonList buttons={buttons} onChange={setButtons} />
      <div class="actions">
        {buttons.length < MAX_BUTTONS && (
          <Button label={t('addButton')} icon="plus" onClick={() => setButtons([...buttons, NEW_BUTTON])} />
        )}
        {buttons.length > 0 && <button class="button primary">{t('publishMenu')}</button>}
        {menu.length > 0 && <Button label={t('removeMenu')} kind="danger" onClick={() => void remove()} />}
      </div>
    </form>
  );
}

interface ButtonListProps {
  readonly buttons: readonly DraftButton[];
  readonly onChange: (buttons: readonly DraftButton[]) => void;
  readonly isBelow?: boolean;
}

function ButtonList({ buttons, onChange, isBelow = false }: ButtonListProps): VNode {
  return (
    <ol class="menu-draft">
      {buttons.map((button, index) => (
        <li key={index}>
          <ButtonFields
            button={button}
            canOpen={!isBelow}
            onChange={(changed) => onChange(buttons.with(index, changed))}
            onRemove={() => onChange(buttons.toSpliced(index, 1))}
          />
        </li>
      ))}
    </ol>
  );
}

interface ButtonFieldsProps {
  readonly button: DraftButton;
  /** Whether the button may have sub-buttons. */
  readonly canOpen: boolean;
  readonly onChange: (button: DraftButton) => void;
  readonly onRemove: () => void;
}

function ButtonFields({ button, canOpen, onChange, onRemove }: ButtonFieldsProps): VNode {
  const { name, type, values, below } = button;
  const change = (part: Partial<DraftButton>) => onChange({ ...button, ...part });
  return (
    <>
      <div class="menu-draft-head">
        <Field label={t('buttonName')}>
          {(labelled) => (
            <input
              {...labelled}
              required
              autocomplete="off"
              value={name}
              onInput={({ currentTarget }) => change({ name: currentTarget.value })}
            />
          )}
        </Field>
        <IconButton name="trash" label={t('removeButton', { name })} onClick={onRemove} />
      </div>
      {below.length === 0 && (
        <div class="fields">
          <Field label={t('buttonType')}>
            {(labelled) => (
              <select
                {...labelled}
                value={type}
                onChange={({ currentTarget: { value } }) =>
                  change({ type: TYPES.find((each) => each === value) ?? type })
                }
              >
                {TYPES.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {NEEDS[type].map((field) => (
            <Field key={field} label={field}>
              {(labelled) => (
                <input
                  {...labelled}
                  required
                  autocomplete="off"
                  spellcheck={false}
                  value={values[field] ?? ''}
                  onInput={({ currentTarget: { value } }) =>
                    change({ values: { ...values, [field]: value } })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      )}
      {canOpen && (
        <div class="menu-draft-below" role="group" aria-label={t('subMenu')}>
          <ButtonList buttons={below} onChange={(changed) => change({ below: changed })} isBelow />
          {below.length < MAX_SUB_BUTTONS && (
            <Button
              label={t('addSubButton')}
              icon="plus"
              onClick={() => change({ below: [...below, NEW_BUTTON] })}
            />
          )}
        </div>
      )}
    </>
  );
}
