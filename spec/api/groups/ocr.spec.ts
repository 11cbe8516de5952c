import { ocr } from '../../../lib/api/groups/ocr';

const img = { data: new Uint8Array([1, 2, 3]), filename: 'card.jpg' };
const url = 'https://a.example/card.jpg';

const rows: [keyof typeof ocr, string][] = [
  ['idcard', '/cv/ocr/idcard'],
  ['bankcard', '/cv/ocr/bankcard'],
  ['driving', '/cv/ocr/driving'],
  ['drivinglicense', '/cv/ocr/drivinglicense'],
  ['bizlicense', '/cv/ocr/bizlicense'],
  ['comm', '/cv/ocr/comm'],
  ['menu', '/cv/ocr/menu'],
];

describe('ocr', () => {
  it.each(rows)('%s by address', (name, path) => {
    expect(ocr[name](url)).toEqual({
      method: 'POST',
      path,
      query: { img_url: 'https://a.example/card.jpg' },
      json: {},
      safe: true,
    });
  });

  it.each(rows)('%s by file', (name, path) => {
    expect(ocr[name](img)).toEqual({ method: 'POST', path, parts: [{ name: 'img', file: img }], safe: true });
  });

  it.each(rows.slice(0, 5))('%s with the type of older documents', (name, path) => {
    expect(ocr[name](url, 'photo')).toEqual({
      method: 'POST',
      path,
      query: { img_url: 'https://a.example/card.jpg', type: 'photo' },
      json: {},
      safe: true,
    });
    expect(ocr[name](img, 'scan')).toEqual({
      method: 'POST',
      path,
      query: { type: 'scan' },
      parts: [{ name: 'img', file: img }],
      safe: true,
    });
  });

  it('has a row for every kind', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(ocr));
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error neither a photo nor a scan
    ocr.idcard(url, 'painting');
    // @ts-expect-error printed text has no such type
    ocr.comm(url, 'photo');
  });
});
