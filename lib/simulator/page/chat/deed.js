import { t } from '../language.js';
import { linkCard, placeCard } from './cards.js';
import { picture, video, voice } from './media.js';
import { richText } from './text.js';

/** @import { Deed } from '../../protocol.ts' */
/** @import { Part } from './row.js' */

/**
 * What a user did.
 *
 * @param {Deed} deed
 * @returns {Part}
 */
export function describeDeed(deed) {
  switch (deed.type) {
    case 'text':
      return { look: 'bubble', content: richText(deed.content) };
    case 'image':
      return { look: 'bare', content: [picture(deed.mediaId)] };
    case 'voice':
      return { look: 'bubble', content: [voice(deed.mediaId)] };
    case 'video':
    case 'shortvideo':
      return { look: 'bare', content: [video(deed.mediaId)] };
    case 'location':
      return { look: 'bare', content: [placeCard(deed.place)] };
    case 'link':
      return { look: 'bare', content: [linkCard(deed)] };
    default:
      return { look: 'notice', content: [noticeOf(deed)] };
  }
}

/** @param {Exclude<Deed, { type: 'text' | 'image' | 'voice' | 'video' | 'shortvideo' | 'location' | 'link' }>} deed */
function noticeOf(deed) {
  switch (deed.type) {
    case 'follow':
      return deed.scene === undefined ? t('didFollow') : t('didFollowByScene', { scene: deed.scene });
    case 'unfollow':
      return t('didUnfollow');
    case 'scan':
      return t('didScan', { scene: deed.scene });
    case 'menu':
      return deed.event === undefined
        ? t('didTap', { button: deed.button })
        : t('didTapEvent', { button: deed.button, event: deed.event });
    case 'event':
      return t('didTrigger', { event: deed.event });
  }
}
