import { t } from '../language.js';
import { linkCard, placeCard } from './cards.js';
import { picture, video, voice } from './media.js';
import { richText } from './text.js';

/** @import { ChatAction } from '../../protocol.ts' */
/** @import { Part } from './row.js' */

/**
 * What a user did.
 *
 * @param {ChatAction} action
 * @returns {Part}
 */
export function describeAction(action) {
  switch (action.type) {
    case 'text':
      return { look: 'bubble', content: richText(action.content) };
    case 'image':
      return { look: 'bare', content: [picture(action.mediaId)] };
    case 'voice':
      return { look: 'bubble', content: [voice(action.mediaId)] };
    case 'video':
    case 'shortvideo':
      return { look: 'bare', content: [video(action.mediaId)] };
    case 'location':
      return { look: 'bare', content: [placeCard(action.place)] };
    case 'link':
      return { look: 'bare', content: [linkCard(action)] };
    default:
      return { look: 'notice', content: [noticeOf(action)] };
  }
}

/** @param {Exclude<ChatAction, { type: 'text' | 'image' | 'voice' | 'video' | 'shortvideo' | 'location' | 'link' }>} action */
function noticeOf(action) {
  switch (action.type) {
    case 'follow':
      return action.scene === undefined ? t('didFollow') : t('didFollowByScene', { scene: action.scene });
    case 'unfollow':
      return t('didUnfollow');
    case 'scan':
      return t('didScan', { scene: action.scene });
    case 'menu':
      return action.event === undefined
        ? t('didTap', { button: action.button })
        : t('didTapEvent', { button: action.button, event: action.event });
    case 'event':
      return t('didTrigger', { event: action.event });
  }
}
