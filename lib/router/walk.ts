import type { Message } from '../model/message';
import type { Context, Next } from './context';
import type { Route } from './table';

type Lists = readonly (readonly Route[])[];

/**
 * Runs the routes of several ordered lists as one onion, in the order in which they were registered: the
 * first that matches runs, and `next()` runs the rest. After the last comes `next`. `find` gives the lists
 * for a message.
 */
export function walk(ctx: Context, find: (message: Message) => Lists, next: Next): ReturnType<Next> {
  let { message } = ctx;
  let lists = find(message);
  let cursors = lists.map(() => 0);
  let last = -1;

  /**
   * A handler has put another message in the place of the one that came: the routes behind it are that
   * message's.
   */
  function findAgain(): void {
    ({ message } = ctx);
    lists = find(message);
    cursors = lists.map((list) => {
      const at = list.findIndex(({ order }) => order > last);
      return at === -1 ? list.length : at;
    });
  }

  const step: Next = async () => {
    if (ctx.message !== message) findAgain();
    for (;;) {
      let from = -1;
      let route: Route | undefined;
      for (let i = 0; i < lists.length; i++) {
        const head = lists[i]?.[cursors[i] ?? 0];
        if (head !== undefined && (route === undefined || head.order < route.order)) {
          route = head;
          from = i;
        }
      }
      if (route === undefined) return next();
      cursors[from] = (cursors[from] ?? 0) + 1;
      last = route.order;
      const routeCtx = route.match === undefined ? ctx : route.match(ctx);
      if (routeCtx !== undefined) return route.handler(routeCtx, once(step));
    }
  };
  return step();
}

function once(step: Next): Next {
  let called = false;
  return () => {
    const answer = called ? Promise.reject(new Error('next() was called twice by one handler.')) : step();
    called = true;
    // A handler that does not wait for its next() must not bring the process down when that fails.
    answer.catch(() => undefined);
    return answer;
  };
}
