import type { Language } from '../../language';
import { words } from '../problems/words';
import type { ProblemWords } from '../problems/words';

/**
 * What the fake API takes although no page of WeChat has it, by code. Programs send it in production; what
 * WeChat makes of it is not known.
 */
const notes = {
  'boolean-flag': words<{ field: string }>({
    en: ({ field }) =>
      `"${field}" is true or false; WeChat's page has the numbers 1 and 0. Whether WeChat takes it is not known.`,
    zh: ({ field }) => `“${field}”是 true 或 false；微信文档写的是数字 1 和 0。尚不清楚微信是否接受。`,
  }),
  'in-query': words<{ field: string }>({
    en: ({ field }) =>
      `"${field}" is in the query; WeChat's page has it as a part of the form. Whether WeChat reads it there is not known.`,
    zh: ({ field }) =>
      `“${field}”在查询参数里；微信文档要求它是表单的一个字段。尚不清楚微信是否会从查询参数读取。`,
  }),
  'other-path': words<{ path: string }>({
    en: ({ path }) => `WeChat's page has the path "${path}". Whether WeChat takes this one is not known.`,
    zh: ({ path }) => `微信文档中的路径是“${path}”。尚不清楚微信是否接受这个路径。`,
  }),
  'other-method': words<{ method: string }>({
    en: ({ method }) => `WeChat's page has ${method} here. Whether WeChat takes another method is not known.`,
    zh: ({ method }) => `微信文档要求用 ${method} 请求。尚不清楚微信是否接受其他方法。`,
  }),
  'boundary-missing': words<object>({
    en: () =>
      'The Content-Type of the form has no "boundary"; it was taken from the first line of the body. Whether WeChat does that is not known.',
    zh: () => '表单的 Content-Type 缺少 boundary，这里取自请求体的第一行。尚不清楚微信是否也这样做。',
  }),
  'raw-body': words<{ field: string }>({
    en: ({ field }) =>
      `The body is "${field}" itself, as an older page has it; the newer page has JSON or a form. Whether WeChat still takes it is not known.`,
    zh: ({ field }) =>
      `请求体就是“${field}”本身，这是旧文档的写法；新文档要求 JSON 或表单。尚不清楚微信是否仍然接受。`,
  }),
  'digest-of-several': words<{ field: string }>({
    en: ({ field }) =>
      `"${field}" is left out: by WeChat's page only a draft with a single article has a digest.`,
    zh: ({ field }) => `“${field}”被忽略：按微信文档，只有单图文才有摘要。`,
  }),
};

/** Names a kind of note on a call, in every language. */
export type NoteCode = keyof typeof notes;

/** What is unusual about a call that was taken all the same. */
export interface CallNote {
  readonly code: NoteCode;
  /** A sentence in each language. */
  readonly text: Readonly<Record<Language, string>>;
}

type ValuesOf<C extends NoteCode> = (typeof notes)[C] extends ProblemWords<infer V> ? V : never;

/** A note of that kind, in words made of `values`. */
export function note<C extends NoteCode>(code: C, values: ValuesOf<C>): CallNote {
  // The values are those of this code: the parameters say so, but not to the compiler.
  const { en, zh } = notes[code] as unknown as ProblemWords<typeof values>;
  return { code, text: { en: en(values), zh: zh(values) } };
}

/** Takes a note on the call that is being worked on. */
export type TakeNote = (note: CallNote) => void;
