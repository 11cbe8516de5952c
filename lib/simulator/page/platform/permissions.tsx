import type { VNode } from 'preact';
import type { PermissionState } from '../../platform/protocol';
import { Button } from '../controls';
import { inLanguage, t } from '../language';
import { Choice } from './choice';

interface PermissionsProps {
  readonly sets: readonly PermissionState[];
  readonly chosen: readonly number[];
  readonly onChoose: (ids: readonly number[]) => void;
}

/** The permission sets that the owner grants. */
export const Permissions = ({ sets, chosen, onChoose }: PermissionsProps): VNode => (
  <details class="permissions">
    <summary>{t('permissionCount', { n: chosen.length })}</summary>
    <fieldset>
      <legend class="sr-only">{t('permissionSets')}</legend>
      <div class="actions">
        <Button label={t('chooseAll')} onClick={() => onChoose(sets.map(({ id }) => id))} />
        <Button label={t('chooseNone')} onClick={() => onChoose([])} />
      </div>
      <div class="sets">
        {sets.map(({ id, name }) => (
          <Choice
            key={id}
            label={`${id} ${inLanguage(name)}`}
            checked={chosen.includes(id)}
            onChange={(isChosen) =>
              onChoose(
                sets.map((set) => set.id).filter((each) => (each === id ? isChosen : chosen.includes(each))),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  </details>
);
