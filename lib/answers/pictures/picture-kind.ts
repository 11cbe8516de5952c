/** What a picture is by its bytes, where it is one that WeChat takes. */
export function pictureKind(
  data: Uint8Array,
): { readonly extension: string; readonly type: string } | undefined {
  const start = Buffer.from(data.subarray(0, 8)).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return { extension: 'jpg', type: 'image/jpeg' };
  if (start.startsWith('\x89PNG\r\n')) return { extension: 'png', type: 'image/png' };
  if (/^GIF8[79]a/.test(start)) return { extension: 'gif', type: 'image/gif' };
  return undefined;
}
