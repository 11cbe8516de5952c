import type { VNode } from 'preact';
import type { AccountData } from '../../protocol';
import { t } from '../language';
import { dayAndTime } from '../time';
import { DataId } from './templates';

/** The followers with their tags, as the account sees them, and all tags. */
export const Followers = ({ followers, tags }: Pick<AccountData, 'followers' | 'tags'>): VNode => (
  <>
    {tags.length > 0 && (
      <ul class="data-tags" aria-label={t('dataTags')}>
        {tags.map(({ id, name, count }) => (
          <li key={id} class="chip">
            {t('tagCount', { name, n: count })}
          </li>
        ))}
      </ul>
    )}
    {followers.length === 0 && <p class="hint">{t('noFollowers')}</p>}
    <ul class="data-list">
      {followers.map(({ openid, name, remark, tags: own, blocked, at }) => (
        <li key={openid}>
          <p class="data-title" dir="auto">
            {[name, remark].filter((text) => text !== '').join(' · ') || openid}
          </p>
          <DataId id={openid} />
          <p class="hint">
            {[t('followsSince', { time: dayAndTime(at) }), ...own, ...(blocked ? [t('isBlocked')] : [])].join(
              ' · ',
            )}
          </p>
        </li>
      ))}
    </ul>
  </>
);
