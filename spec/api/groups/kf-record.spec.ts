import { kfRecord } from '../../../lib/api/groups/kf-record';
import { digits } from '../../../lib/api/request';

it('builds getMsgList', () => {
  expect(
    kfRecord.getMsgList({
      starttime: 987654321,
      endtime: 987654330,
      msgid: '20165267053453934593',
      number: 10000,
    }),
  ).toEqual({
    method: 'POST',
    path: '/customservice/msgrecord/getmsglist',
    json: {
      starttime: 987654321,
      endtime: 987654330,
      msgid: digits('20165267053453934593'),
      number: 10000,
    },
    safe: true,
  });
});

it('does not compile an id that is a number, nor a missing one', () => {
  // @ts-expect-error ids are text
  kfRecord.getMsgList({ starttime: 1, endtime: 2, msgid: 1, number: 10 });
  // @ts-expect-error where to start is missing
  kfRecord.getMsgList({ starttime: 1, endtime: 2, number: 10 });
});
