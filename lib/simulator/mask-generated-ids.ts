/** Fields whose value is another one each time. */
const IDS = /^(?:Thumb)?MediaId$|^(?:thumb_)?media_ids?$|^article_id$/;

/**
 * What `replace` makes of the values in a message that are others each time: ids of media, and addresses made
 * of them.
 */
export function maskGeneratedIds(value: unknown, replace: (value: unknown) => unknown, name = ''): unknown {
  const isOne = IDS.test(name) || (typeof value === 'string' && value.startsWith('http://mmbiz.qpic.cn/'));
  if (isOne) return replace(value);
  if (Array.isArray(value)) return value.map((each) => maskGeneratedIds(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, maskGeneratedIds(each, replace, key)]),
  );
}
