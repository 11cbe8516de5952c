import { qrcode } from '../../../lib/api/groups/qrcode';

const path = '/cgi-bin/qrcode/create';

const rows: [string, unknown, unknown][] = [
  [
    'create, temporary, by number',
    qrcode.create({
      action_name: 'QR_SCENE',
      action_info: { scene: { scene_id: 123 } },
      expire_seconds: 604800,
    }),
    {
      method: 'POST',
      path,
      json: { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 123 } }, expire_seconds: 604800 },
    },
  ],
  [
    'create, permanent, by text',
    qrcode.create({ action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'door' } } }),
    {
      method: 'POST',
      path,
      json: { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'door' } } },
    },
  ],
  [
    'show',
    qrcode.show('gQH+/8='),
    {
      method: 'GET',
      path: '/cgi-bin/showqrcode',
      query: { ticket: 'gQH+/8=' },
      host: 'mp.weixin.qq.com',
      auth: 'none',
      answer: 'download',
    },
  ],
  [
    'createTemporary by number, for a minute',
    qrcode.createTemporary(123),
    {
      method: 'POST',
      path,
      json: { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 123 } }, expire_seconds: 60 },
    },
  ],
  [
    'createTemporary by text',
    qrcode.createTemporary('123', 2592000),
    {
      method: 'POST',
      path,
      json: {
        action_name: 'QR_STR_SCENE',
        action_info: { scene: { scene_str: '123' } },
        expire_seconds: 2592000,
      },
    },
  ],
  [
    'createPermanent by number',
    qrcode.createPermanent(100000),
    {
      method: 'POST',
      path,
      json: { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100000 } } },
    },
  ],
  [
    'createPermanent by text',
    qrcode.createPermanent('door'),
    {
      method: 'POST',
      path,
      json: { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'door' } } },
    },
  ],
  [
    'imageUrl',
    qrcode.imageUrl('gQH+/8='),
    'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH%2B%2F8%3D',
  ],
];

describe('qrcode', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a typo in the name of the action
    qrcode.create({ action_name: 'QR_SCENES', action_info: { scene: { scene_id: 1 } } });
    // @ts-expect-error a scene that is text belongs to another action
    qrcode.create({ action_name: 'QR_SCENE', action_info: { scene: { scene_str: 'door' } } });
    // @ts-expect-error the scene is missing
    qrcode.createTemporary();
    expect(Object.keys(qrcode)).toHaveLength(5);
  });
});
