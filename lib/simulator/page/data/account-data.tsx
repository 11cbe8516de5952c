import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AccountData } from '../../protocol';
import { useApp, usePage } from '../app';
import { t } from '../language';
import type { StringKey } from '../language';
import { readAccountData } from '../server';
import { Articles } from './articles';
import { Followers } from './followers';
import { Materials } from './materials';
import { MenuEditor } from './menu-editor';
import { Templates } from './templates';

/** Calls often come in groups, so the data is read once after them. */
const WAIT_MS = 200;

/** The data of the account. It is read again after every call or user action that may have changed it. */
export function AccountDataPanel(): VNode {
  const data = useAccountData();
  if (data === undefined) return <p class="empty">{t('noAccountData')}</p>;
  return (
    <div class="settings">
      <Group title="dataMenu">
        <MenuEditor key={JSON.stringify(data.menu)} menu={data.menu ?? []} others={data.conditionalMenus} />
      </Group>
      <Group title="dataFollowers">
        <Followers followers={data.followers} tags={data.tags} />
      </Group>
      <Group title="dataTemplates" empty={data.templates.length === 0 && 'noTemplates'}>
        <Templates templates={data.templates} />
      </Group>
      <Group title="dataDrafts" empty={data.drafts.length === 0 && 'noDrafts'}>
        <Articles list={data.drafts} />
      </Group>
      <Group title="dataPublications" empty={data.publications.length === 0 && 'noPublications'}>
        <Articles list={data.publications} />
      </Group>
      <Group title="dataMaterials" empty={data.materials.length === 0 && 'noMaterials'}>
        <Materials materials={data.materials} />
      </Group>
    </div>
  );
}

function useAccountData(): AccountData | undefined {
  const { attempt } = useApp();
  const isShown = usePage(({ tab }) => tab === 'accountData');
  const calls = usePage((page) => page.calls);
  const users = usePage((page) => page.users);
  const [data, setData] = useState<AccountData>();
  useEffect(() => {
    if (!isShown) return undefined;
    const timer = setTimeout(() => void attempt(async () => setData(await readAccountData())), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isShown, calls, users]);
  return data;
}

interface GroupProps {
  readonly title: StringKey;
  /** The text that is shown if the list is empty. */
  readonly empty?: StringKey | false;
  readonly children: ComponentChildren;
}

const Group = ({ title, empty = false, children }: GroupProps): VNode => (
  <section class="group" aria-label={t(title)}>
    <h3>{t(title)}</h3>
    {empty === false ? children : <p class="hint">{t(empty)}</p>}
  </section>
);
