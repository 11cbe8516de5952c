import type { ChatEntry } from '../../protocol';
import { t } from '../language';
import { LinkCard, MiniProgramCard, MusicCard, PlainCard, TemplateCard, fieldsOf, textOf } from './cards';
import { Picture, Video, Voice } from './media';
import { MenuMessage } from './menu-message';
import { NewsCard } from './news';
import type { Part } from './row';
import { richText } from './text';
import type { Tap } from './text';

/** What is needed to show a message, besides the message. */
export interface MessageView {
  /** Sends the text of a link. */
  readonly onTap: (tapped: Tap) => void;
  /** True if the account has no customer service, so a conversation that it hands over reaches nobody. */
  readonly isForNobody: boolean;
}

/** Describes a message that reached the user. */
export function describeMessage(entry: ChatEntry, { onTap, isForNobody }: MessageView): Part {
  const { message, articles = [], title = '' } = entry;
  switch (message?.MsgType) {
    case 'text':
      return { look: 'bubble', content: richText(message.Content, onTap) };
    case 'image':
      return { look: 'bare', content: <Picture mediaId={message.Image.MediaId} /> };
    case 'voice':
      return { look: 'bubble', content: <Voice mediaId={message.Voice.MediaId} /> };
    case 'video': {
      const { MediaId, Title, Description } = message.Video;
      return { look: 'bare', content: <Video mediaId={MediaId} title={Title} description={Description} /> };
    }
    case 'music':
      return { look: 'bare', content: <MusicCard music={fieldsOf(message.Music)} /> };
    case 'news': {
      const shown = message.Articles.item.map(({ Title, Description, PicUrl, Url }) => ({
        title: Title,
        digest: Description,
        picture: PicUrl,
        url: Url,
      }));
      return { look: 'wide', content: <NewsCard articles={shown} /> };
    }
    case 'mpnews':
    case 'mpnewsarticle':
      return { look: 'wide', content: <NewsCard articles={articles} /> };
    case 'template':
    case 'subscribe': {
      const { Content, Url, MiniProgram } = message;
      const name = title || t(message.MsgType === 'template' ? 'templateMessage' : 'subscribeMessage');
      const notice = { title: name, content: Content, url: Url, miniProgram: MiniProgram !== undefined };
      return { look: 'wide', content: <TemplateCard {...notice} /> };
    }
    case 'transfer_customer_service':
      return {
        look: 'notice',
        content: isForNobody
          ? t('transferredToNobody')
          : t('transferred', { to: message.TransInfo?.KfAccount ?? '' }),
      };
    case 'system':
      return { look: 'notice', content: <span class="system">{message.Content}</span> };
    case 'msgmenu':
      return { look: 'bubble', content: <MenuMessage menu={fieldsOf(message.msgmenu)} onTap={onTap} /> };
    case 'miniprogrampage':
      return { look: 'bare', content: <MiniProgramCard page={fieldsOf(message.miniprogrampage)} /> };
    case 'link': {
      const link = fieldsOf(message.link);
      const [address, description] = [textOf(link.url), textOf(link.description)];
      return {
        look: 'bare',
        content: <LinkCard title={textOf(link.title)} description={description} url={address} />,
      };
    }
    case 'images': {
      const { media_ids: given, recommend } = fieldsOf(message.images);
      const ids: readonly unknown[] = Array.isArray(given) ? given : [];
      return {
        look: 'bare',
        content: [textOf(recommend), ids.map((id, index) => <Picture key={index} mediaId={textOf(id)} />)],
      };
    }
    case 'mpvideo': {
      const { media_id, title: name, description } = fieldsOf(message.mpvideo);
      const words = { title: textOf(name), description: textOf(description) };
      return { look: 'bare', content: <Video mediaId={textOf(media_id)} {...words} /> };
    }
    case 'wxcard': {
      const id = textOf(fieldsOf(message.wxcard).card_id);
      return { look: 'bare', content: <PlainCard title={t('coupon')} text={id} icon="file" /> };
    }
    default:
      return { look: 'notice', content: t('otherMessage', { type: message?.MsgType ?? '' }) };
  }
}
