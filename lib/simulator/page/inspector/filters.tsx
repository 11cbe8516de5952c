import type { VNode } from 'preact';
import { useApp, usePage } from '../app';
import { t } from '../language';

const FILTERS = ['all', 'push', 'call'] as const;

/** The filters of the list: by kind, by failure, by user and by words. */
export function Filters(): VNode {
  const { store } = useApp();
  const chosen = usePage(({ filter }) => filter);
  const search = usePage((page) => page.search);
  const failedOnly = usePage((page) => page.failedOnly);
  return (
    <div class="filters">
      <div class="segments" role="group" aria-label={t('filter')}>
        {FILTERS.map((filter) => (
          <button
            key={filter}
            type="button"
            class="segment"
            aria-pressed={filter === chosen}
            onClick={() => store.set({ filter })}
          >
            {t(`filter_${filter}`)}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="failed-only"
        aria-pressed={failedOnly}
        onClick={() => store.set({ failedOnly: !failedOnly })}
      >
        {t('failedOnly')}
      </button>
      <input
        type="search"
        class="search"
        aria-label={t('search')}
        placeholder={t('searchHint')}
        autocomplete="off"
        spellcheck={false}
        value={search}
        onInput={({ currentTarget }) => store.set({ search: currentTarget.value })}
      />
      <UserFilter />
    </div>
  );
}

/** Chooses whose traffic is shown, if there are several users. */
function UserFilter(): VNode | null {
  const { store } = useApp();
  const users = usePage((page) => page.users);
  const ofUser = usePage((page) => page.ofUser);
  if (users.length < 2) return null;
  return (
    <select
      class="user-filter"
      aria-label={t('ofUser')}
      value={ofUser}
      onChange={({ currentTarget }) => store.set({ ofUser: currentTarget.value })}
    >
      <option value="">{t('ofAll')}</option>
      {users.map(({ openid, name }) => (
        <option key={openid} value={openid}>
          {name}
        </option>
      ))}
    </select>
  );
}
