import type { KeptFile, KeptUser, AccountSnapshot } from './account-snapshot';
import { temporaryMedia } from './api/endpoints/media';
import { materials } from './api/endpoints/material';
import { menus } from './api/endpoints/menu';
import { subscribeTemplates } from './api/endpoints/subscribe-message';
import { tags } from './api/endpoints/tag';
import { templates } from './api/endpoints/template-message';
import type { FakeAccount } from './api/fake-account';
import { checkButtons } from './api/menu-button';
import type { MediaFile } from './api/media-file';
import type { UserRecord } from './user-record';
import { windowList } from '../model/service-windows';
import type { ServiceWindows } from '../model/service-windows';

const STAR = 2;

/** What the account has now; without what is empty. */
export function takeSnapshot(account: FakeAccount): AccountSnapshot {
  const { button, conditional } = account.part(menus);
  const parts = {
    templates: [
      ...[...account.part(templates).values()].map((each) => ({ ...each })),
      ...[...account.part(subscribeTemplates).values()].map((each) => ({
        ...each,
        kind: 'subscribe' as const,
      })),
    ],
    tags: account
      .part(tags)
      .list()
      .filter(({ id }) => id !== STAR),
    files: [
      ...account
        .part(temporaryMedia)
        .alive()
        .map(([media_id, file]) => kept(media_id, file)),
      ...account
        .part(materials)
        .values()
        .map(({ media_id, url, description, ...file }) => ({
          ...kept(media_id, file),
          url,
          ...(description && { description }),
        })),
    ],
    users: [...account.userRecords.values()].map((person) => userOf(person, account.clock.now())),
  };
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0)),
    ...(button && {
      menu: {
        button,
        ...(conditional.length > 0 && {
          conditional: conditional.map(({ button, matchrule }) => ({ button, matchrule })),
        }),
      },
    }),
  };
}

const kept = (media_id: string, { type, filename, contentType, data }: MediaFile): KeptFile => ({
  media_id,
  type,
  filename,
  contentType,
  base64: data.toString('base64'),
});

function userOf(person: UserRecord, now: number): KeptUser {
  const { openid, follows, scene, remark, tags, blocked, subscriptions } = person;
  const windows = windowList(person.windows, now).map(({ deed, left, until }) => ({
    deed,
    // JSON has no Infinity.
    left: left === Infinity ? null : left,
    ms: Math.ceil(until - now),
  }));
  return {
    openid,
    follows,
    ...(scene !== undefined && { scene }),
    ...(remark !== '' && { remark }),
    ...(tags.size > 0 && { tags: [...tags] }),
    ...(blocked && { blocked }),
    ...(subscriptions.size > 0 && { subscriptions: Object.fromEntries(subscriptions) }),
    ...(windows.length > 0 && { windows }),
  };
}

/** Gives the account what the snapshot holds. */
export function restoreSnapshot(
  snapshot: AccountSnapshot,
  account: FakeAccount,
  getOrCreateUser: (openid: string) => UserRecord,
): void {
  for (const { kind = 'template', template_id = '', title = '', content } of snapshot.templates ?? [])
    account
      .part(kind === 'template' ? templates : subscribeTemplates)
      .set(template_id, { template_id, title, content });
  for (const { id, name } of snapshot.tags ?? []) account.part(tags).restore(id, name);
  for (const file of snapshot.files ?? []) restoreFile(file, account);
  for (const user of snapshot.users ?? [])
    restoreUser(user, getOrCreateUser(user.openid), account.clock.now());
  if (snapshot.menu !== undefined) restoreMenu(snapshot.menu, account);
}

function restoreFile(kept: KeptFile, account: FakeAccount): void {
  const { media_id, type, filename, contentType, base64, url, description } = kept;
  const file = { type, filename, contentType, data: Buffer.from(base64, 'base64') };
  if (url === undefined) account.part(temporaryMedia).put(file, media_id);
  else
    account.part(materials).set(media_id, {
      ...file,
      ...(description && { description }),
      media_id,
      url,
      update_time: account.seconds(),
    });
}

function restoreUser(user: KeptUser, person: UserRecord, now: number): void {
  const { follows, scene, remark = '', tags = [], blocked = false, subscriptions = {}, windows = [] } = user;
  Object.assign(person, { follows, followedAt: follows ? now : 0, scene, remark, blocked });
  for (const tag of tags) person.tags.add(tag);
  for (const [template, count] of Object.entries(subscriptions)) person.subscriptions.set(template, count);
  const kept = windows.map(({ deed, left, ms }) => [deed, { left: left ?? Infinity, until: now + ms }]);
  // The names are those of the snapshot.
  person.windows = Object.fromEntries(kept) as ServiceWindows;
}

function restoreMenu(menu: NonNullable<AccountSnapshot['menu']>, account: FakeAccount): void {
  const { button, conditional = [] } = menu;
  Object.assign(account.part(menus), {
    button: checkButtons(button),
    menuid: 1,
    conditional: conditional.map((each, index) => ({
      button: checkButtons(each.button),
      matchrule: each.matchrule,
      menuid: index + 2,
    })),
  });
}
