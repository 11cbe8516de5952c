import { words, type Refusal, type Words } from './hint';

const PICTURE_TO_READ = words('JPG and PNG pictures below 2 MB', '小于 2 MB 的 JPG、PNG 图片');
const VIDEO = words('MP4 videos of at most 10 MB', '不超过 10 MB 的 MP4 视频');
const THUMB = words('JPG pictures of at most 64 KB', '不超过 64 KB 的 JPG 图片');

/** Which files a path takes; where a path takes several types, by the type in the query. */
const TAKEN: Readonly<Record<string, Words | Readonly<Record<string, Words>>>> = {
  '/cgi-bin/media/upload': {
    image: words('JPG, PNG and GIF pictures of at most 10 MB', '不超过 10 MB 的 JPG、PNG、GIF 图片'),
    voice: words('AMR and MP3 of at most 2 MB and 60 seconds', '不超过 2 MB、60 秒的 AMR、MP3 语音'),
    video: VIDEO,
    thumb: THUMB,
  },
  '/cgi-bin/material/add_material': {
    image: words(
      'JPG, PNG, GIF and BMP pictures of at most 10 MB',
      '不超过 10 MB 的 JPG、PNG、GIF、BMP 图片',
    ),
    voice: words(
      'MP3, WMA, WAV and AMR of at most 2 MB and 60 seconds',
      '不超过 2 MB、60 秒的 MP3、WMA、WAV、AMR 语音',
    ),
    video: VIDEO,
    thumb: THUMB,
  },
  '/cgi-bin/media/uploadimg': words('JPG and PNG pictures below 1 MB', '小于 1 MB 的 JPG、PNG 图片'),
  '/customservice/kfaccount/uploadheadimg': words('JPG pictures of at most 5 MB', '不超过 5 MB 的 JPG 图片'),
  '/cgi-bin/media/voice/addvoicetorecofortext': words(
    'MP3 of 16 kHz, mono, at most 1 MB',
    '不超过 1 MB、16 kHz、单声道的 MP3 语音',
  ),
  '/card/invoice/platform/setpdf': words('PDF files', 'PDF 文件'),
  ...Object.fromEntries(
    ['idcard', 'bankcard', 'driving', 'drivinglicense', 'bizlicense', 'comm', 'menu'].map((name) => [
      `/cv/ocr/${name}`,
      PICTURE_TO_READ,
    ]),
  ),
  '/cv/img/qrcode': PICTURE_TO_READ,
  '/cv/img/aicrop': PICTURE_TO_READ,
};

/** Codes that say: not a file of this kind or size. */
const REFUSALS: ReadonlySet<number> = new Set([
  ...[40004, 40005, 40006, 40009, 40010, 40011, 40012, 40113, 40137, 40160],
  ...[45001, 45007, 45068],
]);

/** For a file that was refused: which files are taken there. */
export function fileHint({ endpoint = '', errcode, mediaType = '' }: Refusal): Words | undefined {
  if (!REFUSALS.has(errcode) || !Object.hasOwn(TAKEN, endpoint)) return undefined;
  const entry = TAKEN[endpoint];
  const taken =
    entry !== undefined && isWords(entry)
      ? entry
      : entry !== undefined && Object.hasOwn(entry, mediaType)
        ? entry[mediaType]
        : undefined;
  if (taken === undefined) return undefined;
  return words(
    `Taken here: ${taken.en}. The extension of the name must be there, in lower case and true to the content.`,
    `这里只接受${taken.zh}。文件扩展名必须小写，并与内容一致。`,
  );
}

const isWords = (entry: Words | Readonly<Record<string, Words>>): entry is Words =>
  typeof entry.en === 'string';
