import { media, type UploadedMedia } from '../../../lib/api/groups/media';
import type { ApiRequest, Download } from '../../../lib/api/request';

const file = { data: Buffer.from('png'), filename: 'a.png' };

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'upload',
    media.upload('image', file),
    {
      method: 'POST',
      path: '/cgi-bin/media/upload',
      query: { type: 'image' },
      parts: [{ name: 'media', file }],
    },
  ],
  [
    'get',
    media.get('M1'),
    { method: 'GET', path: '/cgi-bin/media/get', query: { media_id: 'M1' }, answer: 'download' },
  ],
  [
    'uploadImg',
    media.uploadImg(file),
    { method: 'POST', path: '/cgi-bin/media/uploadimg', parts: [{ name: 'media', file }] },
  ],
  [
    'getJssdkVoice',
    media.getJssdkVoice('S1'),
    { method: 'GET', path: '/cgi-bin/media/get/jssdk', query: { media_id: 'S1' }, answer: 'download' },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('answers a file, or the address of a video', () => {
  const answer: ApiRequest<Download | { readonly video_url: string }> = media.get('M1');
  expect(answer.answer).toBe('download');
  // @ts-expect-error it is not always a file
  const file: ApiRequest<Download> = media.get('M1');
  expect(file).toBeDefined();
});

it('gives an id of one kind or the other', () => {
  const id = (uploaded: UploadedMedia): string => uploaded.media_id ?? uploaded.thumb_media_id;
  expect(id({ type: 'image', media_id: 'M1', created_at: 1 })).toBe('M1');
  expect(id({ type: 'thumb', thumb_media_id: 'T1', created_at: 1 })).toBe('T1');
});

it('does not compile an unknown kind', () => {
  // @ts-expect-error articles are drafts
  media.upload('news', file);
});
