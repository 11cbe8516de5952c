import { h } from '../dom.js';
import { t } from '../language.js';
import { fieldsOf, linkCard, miniProgramCard, musicCard, plainCard, templateCard, textOf } from './cards.js';
import { picture, video, voice } from './media.js';
import { menuMessage } from './menu-message.js';
import { newsCard } from './news.js';
import { richText } from './text.js';

/** @import { App } from '../app.js' */
/** @import { ChatEntry } from '../../protocol.ts' */
/** @import { Part } from './row.js' */

/**
 * What reached the user.
 *
 * @param {App} app
 * @param {ChatEntry} entry
 * @returns {Part}
 */
export function describeMessage(app, entry) {
  const { message, articles = [], openid, title = '' } = entry;
  switch (message?.MsgType) {
    case 'text':
      return { look: 'bubble', content: richText(message.Content, sendTap(app, openid)) };
    case 'image':
      return { look: 'bare', content: [picture(message.Image.MediaId)] };
    case 'voice':
      return { look: 'bubble', content: [voice(message.Voice.MediaId)] };
    case 'video': {
      const { MediaId, Title, Description } = message.Video;
      return { look: 'bare', content: [video(MediaId, Title, Description)] };
    }
    case 'music':
      return { look: 'bare', content: [musicCard(message.Music)] };
    case 'news': {
      const shown = message.Articles.item.map(({ Title, Description, PicUrl, Url }) => ({
        title: Title,
        digest: Description,
        picture: PicUrl,
        url: Url,
      }));
      return { look: 'wide', content: [newsCard(shown)] };
    }
    case 'mpnews':
    case 'mpnewsarticle':
      return { look: 'wide', content: [newsCard(articles)] };
    case 'template':
    case 'subscribe': {
      const { Content, Url, MiniProgram } = message;
      const name = title || t(message.MsgType === 'template' ? 'templateMessage' : 'subscribeMessage');
      const notice = { title: name, content: Content, url: Url, miniProgram: MiniProgram !== undefined };
      return { look: 'wide', content: [templateCard(notice)] };
    }
    case 'transfer_customer_service':
      return {
        look: 'notice',
        content: [
          isForNobody(app, entry)
            ? t('transferredToNobody')
            : t('transferred', { to: message.TransInfo?.KfAccount ?? '' }),
        ],
      };
    case 'system':
      return { look: 'notice', content: [h('span', { class: 'system' }, message.Content)] };
    case 'msgmenu':
      return { look: 'bubble', content: [menuMessage(app, openid, fieldsOf(message.msgmenu))] };
    case 'miniprogrampage':
      return { look: 'bare', content: [miniProgramCard(fieldsOf(message.miniprogrampage))] };
    case 'link': {
      const link = fieldsOf(message.link);
      const card = {
        title: textOf(link.title),
        description: textOf(link.description),
        url: textOf(link.url),
      };
      return { look: 'bare', content: [linkCard(card)] };
    }
    case 'images': {
      const { media_ids: ids, recommend } = fieldsOf(message.images);
      const pictures = Array.isArray(ids) ? ids.map((id) => picture(textOf(id))) : [];
      return { look: 'bare', content: [textOf(recommend), ...pictures] };
    }
    case 'mpvideo': {
      const { media_id, title: name, description } = fieldsOf(message.mpvideo);
      return { look: 'bare', content: [video(textOf(media_id), textOf(name), textOf(description))] };
    }
    case 'wxcard':
      return {
        look: 'bare',
        content: [plainCard(t('coupon'), textOf(fieldsOf(message.wxcard).card_id), 'file')],
      };
    default:
      return { look: 'notice', content: [t('otherMessage', { type: message?.MsgType ?? '' })] };
  }
}

/**
 * @param {App} app
 * @param {string} openid
 * @returns {(tapped: { readonly content: string, readonly id: string }) => void}
 */
const sendTap =
  ({ act }, openid) =>
  (tapped) =>
    void act({ type: 'tapMessageMenu', openid, ...tapped });

/**
 * Whether the account has no customer service, so that what it hands over reaches nobody.
 *
 * @param {App} app
 * @param {ChatEntry} entry
 */
const isForNobody = ({ store }, { pushId }) =>
  store.get().pushes.find(({ id }) => id === pushId)?.problemCode === 'no-customer-service';
