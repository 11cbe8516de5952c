// #region imports
import { createRouter } from 'offiaccount';
import type { Api } from 'offiaccount';
// #endregion

// #region tag
/** The id of the tag with this name, which is created if it is not there. */
export async function tagNamed(api: Api, name: string): Promise<number> {
  const { tags } = await api.tag.getList();
  const found = tags.find((tag) => tag.name === name);
  return found?.id ?? (await api.tag.create(name)).tag.id;
}

/** Users who send "join" get the tag. */
export const members = createRouter().text('join', async ({ api, openid }) => {
  await api.tag.batchTagging([openid], await tagNamed(api, 'Members'));
  return 'You are a member now.';
});
// #endregion

// #region list
/** All followers with what is known of them, a hundred a call. */
export async function* followers(api: Api) {
  let batch: string[] = [];
  const look = async () => (await api.user.batchGetInfo(batch.map((openid) => ({ openid })))).user_info_list;
  for await (const openid of api.user.list()) {
    batch.push(openid);
    if (batch.length < 100) continue;
    yield* await look();
    batch = [];
  }
  if (batch.length > 0) yield* await look();
}
// #endregion

// #region keep
/** Keeps a list of the followers up to date, without asking WeChat. */
export const keepFollowers = (followers: Set<string>) =>
  createRouter()
    .event('subscribe', ({ openid }, next) => {
      followers.add(openid);
      return next(); // the welcome is another handler's
    })
    .event('unsubscribe', ({ openid }) => void followers.delete(openid));
// #endregion
