import { property } from '../own';
import type { SharedStep } from './shared';
import { userIn } from './user';
import type { WebUser } from './user';

/** What processes know of a code of WeChat's; `by` is another for each process and try, so that no two texts are the same. */
export type CodeRecord =
  /** A process is asking WeChat. */
  | { readonly kind: 'sent'; readonly by: string }
  /** WeChat was in trouble, and did not look at the code: it may be sent again. */
  | { readonly kind: 'unused'; readonly by: string }
  /** WeChat has refused the code, or has perhaps used it for an answer that got lost. It is not sent again. */
  | { readonly kind: 'spent'; readonly by: string }
  | { readonly kind: 'signed-in'; readonly user: WebUser };

/** What becomes of a code when somebody comes with it. */
export function stepOf(text: string | undefined, by: string): SharedStep<WebUser | 'refused'> {
  const record = text === undefined ? undefined : recordIn(JSON.parse(text));
  switch (record?.kind) {
    case 'sent':
      return { kind: 'wait' };
    case 'spent':
      return { kind: 'found', value: 'refused' };
    case 'signed-in':
      return { kind: 'found', value: record.user };
    case 'unused':
    case undefined:
      return { kind: 'take', text: textOf({ kind: 'sent', by }) };
  }
}

/** A record as it is kept. Neither token is in it: what is kept cannot call WeChat. */
export const textOf = (record: CodeRecord): string => JSON.stringify(record);

function recordIn(value: unknown): CodeRecord | undefined {
  const [kind, by] = [property(value, 'kind'), property(value, 'by')];
  if (kind === 'signed-in') {
    const user = userIn(property(value, 'user'));
    return user && { kind, user };
  }
  if (typeof by !== 'string') return undefined;
  return kind === 'sent' || kind === 'unused' || kind === 'spent' ? { kind, by } : undefined;
}
