import type { PageState, Traffic } from '../model';
import { isFailed } from './outcome';

/** The choices that decide what the list of traffic shows. */
export type Filter = Pick<PageState, 'filter' | 'search' | 'failedOnly' | 'ofUser'>;

/** Tells whether the list shows a push or a call. */
export function isShown(one: Traffic, { filter, search, failedOnly, ofUser }: Filter): boolean {
  if (filter !== 'all' && filter !== one.kind) return false;
  if (failedOnly && !isFailed(one)) return false;
  if (ofUser !== '' && !isOf(one, ofUser)) return false;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 || words.every((word) => wordsOf(one).includes(word));
}

/** Tells whether traffic belongs to a user: an action of the user, or a call that names the user. */
const isOf = (one: Traffic, openid: string): boolean =>
  one.kind === 'push' ? one.record.openid === openid : wordsOf(one).includes(openid.toLowerCase());

/** The searchable text of each record. A record never changes, so its text is kept. */
const known = new WeakMap<object, string>();

function wordsOf(one: Traffic): string {
  const found = known.get(one.record) ?? writtenOf(one).join('\n').toLowerCase();
  known.set(one.record, found);
  return found;
}

function writtenOf(one: Traffic): readonly string[] {
  if (one.kind === 'push') {
    const { id, name, kind, openid, text, outcome, problemText, deliveries } = one.record;
    const answers = deliveries.map(({ answer, answerText, status }) => `${status} ${answerText ?? answer}`);
    return [
      `#P${id}`,
      name,
      kind,
      openid,
      text,
      outcome ?? '',
      ...Object.values(problemText ?? {}),
      ...answers,
    ];
  }
  const { id, method, path, query, body, answer, errcode, rid } = one.record;
  return [`#A${id}`, method, path, JSON.stringify([query, body, answer]), `${errcode} ${rid}`];
}
