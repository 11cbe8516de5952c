/** Bytes of UTF-8 that WeChat was seen to take in one text. */
export const WECHAT_MAX_TEXT = 2048;

/**
 * Most bytes of UTF-8 of a text reply: one fewer than it takes, so that nothing depends on how it counts the
 * last one.
 */
export const MAX_TEXT = 2047;

/** Cuts text to 2,047 bytes of UTF-8, between two characters as people see them (an emoji is one). */
export function cutText(content: string): string {
  if (content.length <= MAX_TEXT / 3 || Buffer.byteLength(content) <= MAX_TEXT) return content;
  let bytes = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter().segment(content.slice(0, MAX_TEXT + 1))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > MAX_TEXT) break;
    end += segment.length;
  }
  return end > 0
    ? content.slice(0, end)
    : Buffer.from(content)
        .subarray(0, MAX_TEXT)
        .toString()
        .replace(/\ufffd+$/, '');
}
