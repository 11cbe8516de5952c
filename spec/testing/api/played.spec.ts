import type { ApiRequest } from '../../../lib/api/request';
import { endpoints } from '../../../lib/testing/api/endpoints';
import { anything, table } from '../../support/endpoints';

const played = [...endpoints.values()]
  .flat()
  .flatMap(({ plays, method, path }) => (plays === undefined ? [] : [{ plays, method, path }]));

it.each(played)('$plays is played at the path to which the client sends it', ({ plays, method, path }) => {
  const [group = '', name = ''] = plays.split('.');
  const made = table[group]![name]!(anything, anything, anything, anything) as ApiRequest;
  // What is called by the other verb as well, as by older libraries, is at the same path.
  if (made.method === method || plays !== 'kfAccount.delete') expect(made.method).toBe(method);
  expect(made.path).toBe(path.split('?')[0]);
});
