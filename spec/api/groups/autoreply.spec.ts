import { autoreply, type AutoReplyInfo } from '../../../lib/api/groups/autoreply';
import type { ApiRequest } from '../../../lib/api/request';

it('builds getCurrentAutoreplyInfo', () => {
  const request: ApiRequest<AutoReplyInfo> = autoreply.getCurrentAutoreplyInfo();
  expect(request).toEqual({ method: 'GET', path: '/cgi-bin/get_current_autoreply_info' });
});

it('does not compile with an argument', () => {
  // @ts-expect-error it takes no argument
  autoreply.getCurrentAutoreplyInfo('all');
});
