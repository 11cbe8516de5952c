import { fileEn, fileZh, text } from './text';
import type { Words } from './text';

/** The meaning of a system's code for a file. */
const CODES: Readonly<Record<string, Words>> = {
  ENOENT: { en: 'there is no such file', zh: '文件不存在' },
  EISDIR: { en: 'it is a folder', zh: '这是一个文件夹' },
  ENOTDIR: { en: 'a part of its path is no folder', zh: '路径中有一段不是文件夹' },
  EACCES: { en: 'this user may not', zh: '当前用户没有权限' },
  EPERM: { en: 'this user may not', zh: '当前用户没有权限' },
  EROFS: { en: 'the disk can only be read', zh: '磁盘是只读的' },
  ENOSPC: { en: 'the disk is full', zh: '磁盘已满' },
  EEXIST: { en: 'it is there already', zh: '文件已存在' },
  ENAMETOOLONG: { en: 'its name is too long', zh: '文件名太长' },
};

const ofCode = (code: string, language: 'en' | 'zh'): string => {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (language === 'en') return known === undefined ? ` (${code})` : `: ${known.en} (${code})`;
  return known === undefined ? `（${code}）` : `：${known.zh}（${code}）`;
};

/** Texts about files that are read or written. */
export const input = {
  'file-unreadable': text<{ file: string; code: string }>({
    en: ({ file, code }) => `${fileEn(file)} cannot be read${ofCode(code, 'en')}.`,
    zh: ({ file, code }) => `无法读取${fileZh(file).trimEnd()}${ofCode(code, 'zh')}。`,
  }),
  'file-unwritable': text<{ file: string; code: string }>({
    en: ({ file, code }) => `${file} cannot be written${ofCode(code, 'en')}.`,
    zh: ({ file, code }) => `无法写入 ${file}${ofCode(code, 'zh')}。`,
  }),
  'not-text': text<{ file: string }>({
    en: ({ file }) => `${fileEn(file)} is no text in UTF-8 or UTF-16: save it as UTF-8.`,
    zh: ({ file }) => `${fileZh(file).trimStart()}不是 UTF-8 或 UTF-16 文本：请另存为 UTF-8。`,
  }),
  'not-json': text<{ file: string }>({
    en: ({ file }) => `${fileEn(file)} is not well-formed JSON.`,
    zh: ({ file }) => `${fileZh(file).trimStart()}不是合法的 JSON。`,
  }),
};
