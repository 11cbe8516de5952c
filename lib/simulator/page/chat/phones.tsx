import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { UserState } from '../../protocol';
import { useApp, usePage } from '../app';
import { IconButton } from '../controls';
import { t } from '../language';
import { Avatar } from './avatar';
import { Phone } from './phone';
import { UserDialog } from './user-dialog';

/** The users, and the phone of the chosen one. In columns it shows the phones of all users. */
export function Phones(): VNode {
  const { store, open } = useApp();
  const users = usePage((page) => page.users);
  const chosen = usePage((page) => page.openid);
  const columns = usePage((page) => page.columns);
  /** A phone that was shown stays in the page, so its typed text is kept. */
  const opened = useRef(new Set<string>());
  const isShown = (openid: string) => columns || openid === chosen;
  for (const { openid } of users) if (isShown(openid)) opened.current.add(openid);
  return (
    <section class="phones" aria-label={t('chats')}>
      <header class="users-bar">
        <nav aria-label={t('users')}>
          <ul class="users">
            {users.map((user) => (
              <UserTab key={user.openid} user={user} current={user.openid === chosen} />
            ))}
          </ul>
        </nav>
        <IconButton name="plus" label={t('addUser')} onClick={() => open(() => <UserDialog />)} />
        <IconButton
          name="columns"
          label={t('sideBySide')}
          class="columns-button"
          pressed={columns}
          hidden={users.length < 2}
          onClick={() => store.set({ columns: !columns })}
        />
      </header>
      <div class="phone-row">
        {users
          .filter(({ openid }) => opened.current.has(openid))
          .map(({ openid }) => (
            <Phone key={openid} openid={openid} hidden={!isShown(openid)} />
          ))}
      </div>
    </section>
  );
}

function UserTab({ user, current }: { readonly user: UserState; readonly current: boolean }): VNode {
  const { store } = useApp();
  const { openid, name } = user;
  return (
    <li>
      <button
        type="button"
        class="user-tab"
        aria-current={current ? 'true' : undefined}
        onClick={() => store.set({ openid })}
      >
        <Avatar openid={openid} name={name} />
        <span class="user-name" dir="auto">
          {name}
        </span>
      </button>
    </li>
  );
}
