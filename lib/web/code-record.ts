import { property } from '../own';
import type { SharedStep } from './shared';
import { userIn } from './user';
import type { WebUser } from './user';

/**
 * What processes know about one of WeChat's codes. `by` differs for each process and attempt, so that no two
 * texts are equal.
 */
export type CodeRecord =
  /** A process has sent the code to WeChat. */
  | { readonly kind: 'sent'; readonly by: string }
  /** WeChat was in trouble and did not look at the code, so it may be sent again. */
  | { readonly kind: 'unused'; readonly by: string }
  /** WeChat has refused the code, or may have used it for an answer that was lost. It is not sent again. */
  | { readonly kind: 'spent'; readonly by: string }
  | { readonly kind: 'signed-in'; readonly user: WebUser };

/** Decides what to do with a code that arrives. */
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

/** The text of a record in the store. It contains neither token, so nobody can call WeChat with it. */
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
