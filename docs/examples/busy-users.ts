import { createRouter, inOrder, limit, merge } from 'offiaccount';
import type { Handler, Store } from 'offiaccount';

/** For answers that take long, or cost money: put it before the handlers that make them. */
export const forBusyUsers = (store: Store, answer: (question: string) => Promise<string>) => {
  const think: Handler = ({ merged }) => answer(merged.filter((part) => typeof part === 'string').join('\n'));
  return createRouter()
    .use(merge({ store, quiet: 800, unless: /^\// }))
    .use(limit({ store, perMinute: 6, perDay: 100 }))
    .use(inOrder({ store, onNew: 'replace' }))
    .text(think);
};
