import { file } from '../answer';
import { get, post, upload } from '../endpoint';
import type { EndpointInput, Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { keep, number, object, oneOf, readFields, text } from '../fields';
import { videoUrl } from '../hosted';
import { randomText } from '../ids';
import { readJson } from '../json';
import { LIMITS } from '../limits';
import { checkFile } from '../media-file';
import type { MediaFile } from '../media-file';
import { note } from '../notes';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';
import { mediaType, temporaryMedia } from './media';

interface Material extends MediaFile {
  readonly media_id: string;
  readonly url: string;
  /** Unix seconds. */
  readonly update_time: number;
  /** Of a video. */
  readonly description?: { readonly title: string; readonly introduction: string };
}

const MOST_BYTES = 128 * 1024 * 1024;

/** The permanent media of an account. */
export const materials = () => new BoundedMap<Material>(MOST_BYTES, ({ data }) => data.length + 100);

/** A permanent media of that id. */
export function materialOf(account: FakeAccount, media_id: string): Material {
  const material = account.part(materials).get(media_id);
  if (material === undefined) throw new ApiRefusalError(40007, `there is no permanent media "${media_id}"`);
  return material;
}

/** Refuses an id under which there is no media of that type, temporary or permanent. */
export function checkMedia(account: FakeAccount, media_id: string, type: MediaFile['type']): void {
  const found = account.part(temporaryMedia).find(media_id) ?? account.part(materials).get(media_id);
  // A picture will do as a cover.
  if (found === undefined || (found.type !== type && !(type === 'thumb' && found.type === 'image')))
    throw new ApiRefusalError(40007, `there is no ${type} "${media_id}"`);
}

/** What comes with a video: JSON in a text part or, as some programs have it, in the query. */
function describe({ call, context }: EndpointInput<unknown>): Required<Material>['description'] {
  const part = call.parts.find(({ name }) => name === 'description');
  const sent = part?.data.toString() ?? call.query.description;
  if (sent === undefined) throw new ApiRefusalError(40035, 'a video needs a text part "description"');
  if (part === undefined) context.note(note('in-query', { field: 'description' }));
  try {
    const given = { description: readJson(sent) };
    return readFields({ description: object({ title: text, introduction: text }) }, given).description;
  } catch (error) {
    throw error instanceof ApiRefusalError ? error : new ApiRefusalError(47001, '"description" must be JSON');
  }
}

const list = {
  type: oneOf(40004, 'image', 'voice', 'video', 'news'),
  offset: number,
  count: number,
};

/** A page of things, as all lists of WeChat's have it: `offset` from 0, `count` 1 to 20. */
export function pageOf<T>(things: readonly T[], { offset, count }: { offset: number; count: number }) {
  if (offset < 0) throw new ApiRefusalError(40035, '"offset" is 0 or more');
  keep(LIMITS.page, count, 'count');
  const item = things.slice(offset, offset + count);
  return { total_count: things.length, item_count: item.length, item };
}

/** Permanent media (永久素材). */
export const material: readonly Endpoint[] = [
  upload('material.add', '/cgi-bin/material/add_material', { type: mediaType }, (asked) => {
    const {
      account,
      fields: { type },
      file: given,
    } = asked;
    const checked = checkFile(given, type);
    const media_id = randomText(64);
    const url = `http://mmbiz.qpic.cn/mmbiz/${randomText(60)}/0`;
    const description = type === 'video' ? { description: describe(asked) } : {};
    const made = { ...checked, ...description, media_id, url, update_time: account.seconds() };
    account.part(materials).set(media_id, made);
    return type === 'image' ? { media_id, url } : { media_id };
  }),

  post('material.get', '/cgi-bin/material/get_material', { media_id: text }, ({ account, call, fields }) => {
    const found = materialOf(account, fields.media_id);
    if (found.description === undefined) return file(found.data, found.contentType, found.filename);
    const { title, introduction } = found.description;
    return {
      title,
      description: introduction,
      down_url: videoUrl(call, fields.media_id),
    };
  }),

  post('material.delete', '/cgi-bin/material/del_material', { media_id: text }, ({ account, fields }) => {
    account.part(materials).delete(materialOf(account, fields.media_id).media_id);
    return undefined;
  }),

  get('material.getCount', '/cgi-bin/material/get_materialcount', {}, ({ account }) => {
    const all = account.part(materials).values();
    const count = (kind: string) => all.filter(({ type }) => type === kind).length;
    return {
      voice_count: count('voice'),
      video_count: count('video'),
      image_count: count('image'),
      news_count: 0,
    };
  }),

  post('material.batchGet', '/cgi-bin/material/batchget_material', list, ({ account, fields }) => {
    const newestFirst = account.part(materials).values().reverse();
    const { item, ...counts } = pageOf(
      newestFirst.filter(({ type }) => type === fields.type),
      fields,
    );
    return {
      ...counts,
      item: item.map(({ media_id, filename, update_time, url, type }) => ({
        media_id,
        name: filename,
        update_time,
        ...(type === 'image' && { url }),
      })),
    };
  }),
];
