import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { followerOf, followersOf } from '../fake-account';
import type { FakeAccount } from '../fake-account';
import type { UserRecord } from '../../user-record';
import { anyText, keep, list, number, object, optional, text, within } from '../fields';
import type { Limit } from '../fields';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { openidPage } from './user';

const MAX_TAGS = 100;
const MAX_TAGS_PER_USER = 20;
const PER_DAY = { perDay: 1000 };
const tagName = within(LIMITS.tagName, text);

/** The tags of an account by id; 0 to 2 are WeChat's own, of which 2 is always listed. */
export const tags = () => {
  const names = new Map([[2, '星标组']]);
  let lastId = 99;

  function check(name: string): void {
    if ([...names.values()].includes(name)) throw new ApiRefusalError(45157, `"${name}"`);
  }
  /** One that is there, and not WeChat's. */
  function own(id: number): number {
    if (id >= 0 && id <= 2) throw new ApiRefusalError(45058);
    if (!names.has(id)) throw new ApiRefusalError(45159, `there is no tag ${id}`);
    return id;
  }

  return {
    own,
    has: (id: number) => names.has(id),
    list: () => [...names].map(([id, name]) => ({ id, name })),
    create(name: string) {
      check(name);
      if (names.size > MAX_TAGS) throw new ApiRefusalError(45056);
      names.set(++lastId, name);
      return { id: lastId, name };
    },
    /** One that was there before, under its id. */
    restore(id: number, name: string): void {
      names.set(id, name);
      lastId = Math.max(lastId, id);
    },
    rename(id: number, name: string): void {
      own(id);
      check(name);
      names.set(id, name);
    },
    delete: (id: number) => void names.delete(own(id)),
  };
};

/** Followers that have a tag. */
export const taggedWith = (account: FakeAccount, id: number): UserRecord[] =>
  followersOf(account).filter((person) => person.tags.has(id));

/** The followers a call names, or none of them is changed. */
export function followersIn(account: FakeAccount, openids: readonly string[], limit: Limit): UserRecord[] {
  keep(limit, openids.length, 'openid_list');
  return openids.map((openid) => followerOf(account, openid));
}

const members = { openid_list: list(text), tagid: number };

/** Tags of followers (用户标签管理). */
export const tag: readonly Endpoint[] = [
  post(
    'tag.create',
    '/cgi-bin/tags/create',
    { tag: object({ name: tagName }) },
    ({ account, fields }) => ({ tag: account.part(tags).create(fields.tag.name) }),
    PER_DAY,
  ),

  get('tag.getList', '/cgi-bin/tags/get', {}, ({ account }) => ({
    tags: account
      .part(tags)
      .list()
      .map((each) => ({ ...each, count: taggedWith(account, each.id).length })),
  })),

  post(
    'tag.update',
    '/cgi-bin/tags/update',
    { tag: object({ id: number, name: tagName }) },
    ({ account, fields }) => {
      account.part(tags).rename(fields.tag.id, fields.tag.name);
      return undefined;
    },
    PER_DAY,
  ),

  post(
    'tag.delete',
    '/cgi-bin/tags/delete',
    { tag: object({ id: number }) },
    ({
      account,
      fields: {
        tag: { id },
      },
    }) => {
      account.part(tags).delete(id);
      for (const person of account.userRecords.values()) person.tags.delete(id);
      return undefined;
    },
    PER_DAY,
  ),

  post(
    'tag.getUsers',
    '/cgi-bin/user/tag/get',
    { tagid: number, next_openid: optional(anyText) },
    ({ account, fields }) => {
      if (!account.part(tags).has(fields.tagid))
        throw new ApiRefusalError(45159, `there is no tag ${fields.tagid}`);
      return openidPage(taggedWith(account, fields.tagid), fields.next_openid);
    },
  ),

  post(
    'tag.batchTagging',
    '/cgi-bin/tags/members/batchtagging',
    members,
    ({ account, fields: { openid_list, tagid } }) => {
      if (!account.part(tags).has(tagid)) throw new ApiRefusalError(45159, `there is no tag ${tagid}`);
      const userRecords = followersIn(account, openid_list, LIMITS.tagged);
      if (userRecords.some((person) => person.tags.size >= MAX_TAGS_PER_USER && !person.tags.has(tagid)))
        throw new ApiRefusalError(45059);
      for (const person of userRecords) person.tags.add(tagid);
      return undefined;
    },
  ),

  post(
    'tag.batchUntagging',
    '/cgi-bin/tags/members/batchuntagging',
    members,
    ({ account, fields: { openid_list, tagid } }) => {
      if (!account.part(tags).has(tagid)) throw new ApiRefusalError(45159, `there is no tag ${tagid}`);
      for (const person of followersIn(account, openid_list, LIMITS.tagged)) person.tags.delete(tagid);
      return undefined;
    },
  ),

  post('tag.getIdList', '/cgi-bin/tags/getidlist', { openid: text }, ({ account, fields }) => ({
    tagid_list: [...followerOf(account, fields.openid).tags],
  })),
];
