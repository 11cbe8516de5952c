import { medical } from '../../../lib/api/groups/medical';

const rows: [string, unknown, unknown][] = [
  [
    'sendChannelMsg',
    medical.sendChannelMsg({
      app_id: 'wx1',
      open_id: 'o1',
      order_id: 'or1',
      msg_id: 'm1',
      status: 1501001,
      business_id: 150,
      testonly_is_trial: 1,
      business_info: {
        doc_name: 'Dr. Wang',
        redirect_page: {
          page_type: 'web',
          url: 'https://a.example',
          app_id: 'wxm',
          fullpath: 'pages/index/index',
        },
      },
    }),
    {
      method: 'POST',
      path: '/cityservice/sendchannelmsg',
      json: {
        app_id: 'wx1',
        open_id: 'o1',
        order_id: 'or1',
        msg_id: 'm1',
        status: 1501001,
        business_id: 150,
        testonly_is_trial: 1,
        business_info: {
          doc_name: 'Dr. Wang',
          redirect_page: {
            page_type: 'web',
            url: 'https://a.example',
            app_id: 'wxm',
            fullpath: 'pages/index/index',
          },
        },
      },
    },
  ],
];

describe('medical', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    const message = { app_id: 'wx1', open_id: 'o1', msg_id: 'm1', status: 1501001 };
    // @ts-expect-error the id of the business is missing
    medical.sendChannelMsg(message);
    // @ts-expect-error a flag is 0 or 1
    medical.sendChannelMsg({ ...message, business_id: 150, testonly_is_trial: true });
    expect(Object.keys(medical)).toEqual(['sendChannelMsg']);
  });
});
