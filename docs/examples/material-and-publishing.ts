// #region imports
import { createRouter } from 'offiaccount';
import type { Api, FileInput } from 'offiaccount';
// #endregion

// #region files
/** A picture that users see as a message. It lives for three days. */
export async function sendPicture(api: Api, openid: string, picture: FileInput): Promise<void> {
  const { media_id } = await api.media.upload('image', picture);
  if (media_id === undefined) return; // only thumbs have another id
  await api.customerMessage.send({ touser: openid, msgtype: 'image', image: { media_id } });
}
// #endregion

// #region draft
/** Writes an article into the drafts. Editors find it in the console (草稿箱). */
export async function writeDraft(api: Api, cover: FileInput, picture: FileInput): Promise<string> {
  const { media_id: thumb_media_id } = await api.material.add({ type: 'image', media: cover });
  const { url } = await api.media.uploadImg(picture); // pictures of other addresses are left out of articles
  const { media_id } = await api.draft.add({
    articles: [
      {
        title: 'The new tea is here',
        digest: 'Picked this spring.',
        content: `<p>Come and try it.</p><p><img src="${url}"></p>`,
        thumb_media_id,
      },
    ],
  });
  return media_id;
}
// #endregion

// #region publish
/** Starts a publication: it is on a page of its own, and no follower gets a message. */
export async function publish(api: Api, draft: string): Promise<string> {
  const { publish_id } = await api.freepublish.submit(draft);
  return publish_id;
}

/** What became of it comes later. */
export const publications = (onPublished: (addresses: readonly string[]) => void) =>
  createRouter().event('PUBLISHJOBFINISH', ({ message }) => {
    const { publish_id, publish_status, article_detail } = message.PublishEventInfo;
    if (publish_status === 0) onPublished((article_detail?.item ?? []).map(({ article_url }) => article_url));
    else console.error(`Publication ${publish_id} has status ${publish_status}.`);
  });
// #endregion

// #region mass
/** Sends a draft to all followers with a tag (群发). */
export const sendToTag = (api: Api, draft: string, tag: number) =>
  api.mass.sendAll({
    filter: { is_to_all: false, tag_id: tag },
    msgtype: 'mpnews',
    mpnews: { media_id: draft },
    clientmsgid: `draft-${draft.slice(0, 20)}`, // sent twice, it goes out once
  });
// #endregion
