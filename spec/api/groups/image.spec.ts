import { image } from '../../../lib/api/groups/image';

const img = { data: new Uint8Array([1, 2, 3]), filename: 'code.png' };

const rows: [string, unknown, unknown][] = [
  [
    'scanQrcode by address',
    image.scanQrcode('https://a.example/code.png'),
    {
      method: 'POST',
      path: '/cv/img/qrcode',
      query: { img_url: 'https://a.example/code.png' },
      json: {},
      safe: true,
    },
  ],
  [
    'scanQrcode by file',
    image.scanQrcode(img),
    { method: 'POST', path: '/cv/img/qrcode', parts: [{ name: 'img', file: img }], safe: true },
  ],
  [
    'aiCrop by address',
    image.aiCrop('https://a.example/code.png', '1,2.35'),
    {
      method: 'POST',
      path: '/cv/img/aicrop',
      query: { img_url: 'https://a.example/code.png', ratios: '1,2.35' },
      json: {},
      safe: true,
    },
  ],
  [
    'aiCrop by file',
    image.aiCrop(img, '1,2.35'),
    {
      method: 'POST',
      path: '/cv/img/aicrop',
      parts: [
        { name: 'img', file: img },
        { name: 'ratios', text: '1,2.35' },
      ],
      safe: true,
    },
  ],
  [
    'aiCrop by file, without ratios',
    image.aiCrop(img),
    { method: 'POST', path: '/cv/img/aicrop', parts: [{ name: 'img', file: img }], safe: true },
  ],
];

describe('image', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error the picture is missing
    image.scanQrcode();
    // @ts-expect-error ratios are text
    image.aiCrop('https://a.example/code.png', [1, 2.35]);
    expect(Object.keys(image)).toHaveLength(2);
  });
});
