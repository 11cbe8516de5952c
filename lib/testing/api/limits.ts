import type { Limit } from './fields';

/**
 * The limits that WeChat's pages state, each with the code of what is beyond it. The types of the client state the same ones
 * in words.
 */
export const LIMITS = {
  /** Of an article. */
  title: { most: 32, in: 'characters', errcode: 45003 },
  author: { most: 16, in: 'characters', errcode: 40192 },
  digest: { most: 128, in: 'characters', errcode: 45004 },
  content: { most: 19_999, in: 'characters', errcode: 45002 },
  contentBytes: { most: 1024 * 1024 - 1, in: 'bytes', errcode: 45002 },
  sourceUrl: { most: 1024, in: 'bytes', errcode: 45005 },
  /** Of a tag. */
  tagName: { most: 30, in: 'characters', errcode: 45158 },
} as const satisfies Readonly<Record<string, Limit>>;
