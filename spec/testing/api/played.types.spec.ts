import { ok } from '../../../lib/testing/api/answer';
import { get, post } from '../../../lib/testing/api/endpoint';
import type { Endpoint } from '../../../lib/testing/api/endpoint';
import { text } from '../../../lib/testing/api/fields';
import type { CallName } from '../../../lib/testing/api/played';

// Compiled, not run: each line that must not compile says so.
export function types(): Endpoint[] {
  return [
    post('draft.get', '/p', { media_id: text }, () => ({ news_item: [], create_time: 1, update_time: 1 })),
    // WeChat's words for how it went may come with any answer.
    post('tag.create', '/p', {}, () => ok({ tag: { id: 1, name: 'VIP' } })),
    // An id goes over the wire as digits.
    post('freepublish.submit', '/p', {}, () => ({ publish_id: 1, msg_data_id: 2n })),
    // What is not always there may be left out.
    get('menu.get', '/p', {}, () => ({ menu: { button: [] } })),
    // A call without a result answers that it went well.
    get('menu.delete', '/p', {}, () => undefined),

    // @ts-expect-error a field that the result does not have
    post('draft.add', '/p', {}, () => ({ media_id: 'M', create_time: 1 })),
    // @ts-expect-error a field that is missing
    post('freepublish.submit', '/p', {}, () => ({ publish_id: 1 })),
    // @ts-expect-error a field deep inside that the result does not have
    post('tag.create', '/p', {}, () => ({ tag: { id: 1, name: 'VIP', count: 1 } })),
    // @ts-expect-error a field of the entries of a list that is missing
    get('tag.getList', '/p', {}, () => ({ tags: [{ id: 1, name: 'VIP' }] })),
    // @ts-expect-error a field of another type
    get('draft.count', '/p', {}, () => ({ total_count: '1' })),
    // @ts-expect-error a call without a result says nothing
    get('menu.delete', '/p', {}, () => ({ menuid: 1 })),
    // @ts-expect-error the client has no such call
    get('menu.take', '/p', {}, () => undefined),
    // @ts-expect-error the result is missing
    get('draft.count', '/p', {}, () => undefined),
  ];
}

// @ts-expect-error an address that a browser opens is no call
export const name: CallName = 'oauth.authorizeUrl';

it('compiles', () => {
  expect(typeof types).toBe('function');
});
