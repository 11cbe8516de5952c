import type { Limit } from './fields';

const KB = 1024;
const MB = 1024 * KB;
const MONTH = 2_592_000;

const file = (most: number) => ({ most, in: 'bytes', errcode: 45001 }) as const;

/**
 * The limits that WeChat's pages state, each with the code of what is beyond it. The types of the client
 * state the same ones in words.
 */
export const LIMITS = {
  /** Of an article. */
  title: { most: 32, in: 'characters', errcode: 45003 },
  author: { most: 16, in: 'characters', errcode: 40192 },
  digest: { most: 128, in: 'characters', errcode: 45004 },
  content: { most: 19_999, in: 'characters', errcode: 45002 },
  sourceUrl: { most: KB, in: 'bytes', errcode: 45005 },
  pictures: { least: 1, most: 20, in: 'entries', errcode: 40035 },
  /** A page of drafts, publications or permanent media. */
  page: { least: 1, most: 20, in: 'number', errcode: 40035 },
  /** Comments on an article. */
  commentPage: { least: 1, most: 49, in: 'number', errcode: 88010 },
  /** Of a tag, and who is tagged or blocked in one call. */
  tagName: { most: 30, in: 'characters', errcode: 45158 },
  tagged: { least: 1, most: 50, in: 'entries', errcode: 40032 },
  blocked: { least: 1, most: 20, in: 'entries', errcode: 40032 },
  /** Of followers. */
  asked: { least: 1, most: 100, in: 'entries', errcode: 40032 },
  remark: { most: 29, in: 'bytes', errcode: 40092 },
  /** Of a button of the menu. */
  buttons: { least: 1, most: 3, in: 'entries', errcode: 40016 },
  subButtons: { most: 5, in: 'entries', errcode: 40023 },
  buttonName: { least: 1, most: 16, in: 'bytes', errcode: 40018 },
  subButtonName: { least: 1, most: 60, in: 'bytes', errcode: 40025 },
  buttonKey: { most: 128, in: 'bytes', errcode: 40019 },
  buttonUrl: { most: KB, in: 'bytes', errcode: 40020 },
  /** Of a QR code. */
  sceneStr: { least: 1, most: 64, in: 'characters', errcode: 40053 },
  sceneId: { least: 1, most: 2 ** 32 - 1, in: 'number', errcode: 40053 },
  permanentSceneId: { least: 1, most: 100_000, in: 'number', errcode: 40053 },
  codeSeconds: { least: 1, most: MONTH, in: 'number', errcode: 40035 },
  /** Of a text behind a short key. */
  longData: { most: 4 * KB, in: 'bytes', errcode: 40035 },
  keySeconds: { least: 1, most: MONTH, in: 'number', errcode: 40035 },
  /** Of the customer-service staff. */
  kfPrefix: { most: 10, in: 'characters', errcode: 61454 },
  kfNickname: { most: 16, in: 'characters', errcode: 65403 },
  kfHead: file(5 * MB),
  kfRecords: { least: 1, most: 10_000, in: 'number', errcode: 65416 },
  /** Of messages. */
  massOpenids: { most: 10_000, in: 'entries', errcode: 40032 },
  clientMsgId: { most: 32, in: 'bytes', errcode: 45067 },
  templateClientMsgId: { most: 32, in: 'characters', errcode: 40035 },
  blockedMessages: { least: 1, most: 100, in: 'number', errcode: 40035 },
  keywords: { least: 2, most: 5, in: 'entries', errcode: 200020 },
  sceneDesc: { most: 15, in: 'characters', errcode: 200021 },
  titles: { least: 1, most: 30, in: 'number', errcode: 40035 },
  /** Files. */
  image: file(10 * MB),
  voice: file(2 * MB),
  video: file(10 * MB),
  thumb: file(64 * KB),
  articlePicture: file(MB - 1),
  recording: file(MB),
  lookedAt: { most: 2 * MB - 1, in: 'bytes', errcode: 101002 },
  ratios: { most: 5, in: 'entries', errcode: 40035 },
  translated: { most: 600, in: 'bytes', errcode: 45002 },
  /** Accounts of a platform. */
  authorizers: { least: 1, most: 500, in: 'number', errcode: 40035 },
  /** Of a one-time subscription message. */
  onetimeTitle: { most: 15, in: 'characters', errcode: 45003 },
  onetimeContent: { most: 200, in: 'characters', errcode: 45002 },
} as const satisfies Readonly<Record<string, Limit>>;
