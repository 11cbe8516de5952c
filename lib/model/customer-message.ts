import type { Reply } from './replies';

/**
 * The customer-service form (客服消息) of a reply, for `POST /cgi-bin/message/custom/send`; `undefined` where
 * there is none, since a hand-over to customer service is no message. Of several articles only the first can
 * be sent (45008 otherwise). Music without a cover goes out as an article that links to it, since WeChat asks
 * for the cover.
 */
export function customerMessage(reply: Reply, touser: string) {
  switch (reply.MsgType) {
    case 'text':
      return { touser, msgtype: 'text', text: { content: reply.Content } } as const;
    case 'image':
      return { touser, msgtype: 'image', image: { media_id: reply.Image.MediaId } } as const;
    case 'voice':
      return { touser, msgtype: 'voice', voice: { media_id: reply.Voice.MediaId } } as const;
    case 'video': {
      const { MediaId: media_id, Title, Description } = reply.Video;
      return { touser, msgtype: 'video', video: { media_id, ...titled(Title, Description) } } as const;
    }
    case 'music': {
      const { ThumbMediaId, MusicUrl = '', HQMusicUrl, Title = MusicUrl, Description = '' } = reply.Music;
      if (ThumbMediaId === undefined)
        return newsMessage(touser, { title: Title, description: Description, url: MusicUrl, picurl: '' });
      const music = {
        thumb_media_id: ThumbMediaId,
        musicurl: MusicUrl,
        ...(HQMusicUrl !== undefined && { hqmusicurl: HQMusicUrl }),
        ...titled(reply.Music.Title, reply.Music.Description),
      };
      return { touser, msgtype: 'music', music } as const;
    }
    case 'news': {
      const [article] = reply.Articles.item;
      if (article === undefined) return undefined;
      const { Title, Description, Url, PicUrl } = article;
      return newsMessage(touser, { title: Title, description: Description, url: Url, picurl: PicUrl });
    }
    case 'transfer_customer_service':
      return undefined;
  }
}

interface CustomerArticle {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly picurl: string;
}

const newsMessage = (touser: string, article: CustomerArticle) =>
  ({ touser, msgtype: 'news', news: { articles: [article] } }) as const;

const titled = (title: string | undefined, description: string | undefined) => ({
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
});
