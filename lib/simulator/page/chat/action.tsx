import type { ChatAction } from '../../protocol';
import { t } from '../language';
import { LinkCard, PlaceCard } from './cards';
import { Picture, Video, Voice } from './media';
import type { Part } from './row';
import { richText } from './text';

/** Describes what a user did. */
export function describeAction(action: ChatAction): Part {
  switch (action.type) {
    case 'text':
      return { look: 'bubble', content: richText(action.content) };
    case 'image':
      return { look: 'bare', content: <Picture mediaId={action.mediaId} /> };
    case 'voice':
      return { look: 'bubble', content: <Voice mediaId={action.mediaId} /> };
    case 'video':
    case 'shortvideo':
      return { look: 'bare', content: <Video mediaId={action.mediaId} /> };
    case 'location':
      return { look: 'bare', content: <PlaceCard place={action.place} /> };
    case 'link':
      return { look: 'bare', content: <LinkCard {...action} /> };
    case 'follow':
      return notice(
        action.scene === undefined ? t('didFollow') : t('didFollowByScene', { scene: action.scene }),
      );
    case 'unfollow':
      return notice(t('didUnfollow'));
    case 'scan':
      return notice(t('didScan', { scene: action.scene }));
    case 'menu':
      return notice(
        action.event === undefined
          ? t('didTap', { button: action.button })
          : t('didTapEvent', { button: action.button, event: action.event }),
      );
    case 'again':
      return notice(t('didAgain', { push: action.push }));
    case 'event':
      return notice(t('didTrigger', { event: action.event }));
  }
}

const notice = (content: string): Part => ({ look: 'notice', content });
