import type { Endpoint } from './endpoint';
import { note } from './notes';

/**
 * The same endpoint as some programs call it, at another path or by another method, with a note on the call.
 * Fields are then in the query.
 */
export const alsoAt = (
  // The client calls it only as its page says.
  // oxlint-disable-next-line typescript/no-unused-vars -- left out of the copy
  { plays, ...endpoint }: Endpoint,
  over: Partial<Pick<Endpoint, 'method' | 'path'>>,
): Endpoint => ({
  ...endpoint,
  ...over,
  answer: (call, context) => {
    if (over.path !== undefined) context.note(note('other-path', { path: endpoint.path }));
    if (over.method !== undefined) context.note(note('other-method', { method: endpoint.method }));
    const asked = over.method === 'GET' ? { ...call, json: call.query, problem: undefined } : call;
    return endpoint.answer(asked, context);
  },
});
