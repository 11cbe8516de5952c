import type { Reply } from '../model/replies';

const MOST = 10_000;
/** Longer than twice the widest default age, so that a replay finds what it replays. */
const REMEMBERED_FOR = 600_000;

/**
 * The outcomes of the last 10,000 messages, for 10 minutes. Kept in flat lists, round and round: objects that live for
 * minutes cost the garbage collector more than all the rest of a message's way.
 */
export class Memory {
  private readonly places = new Map<string, number>();
  private readonly identities: string[] = [];
  private readonly replies: (Reply | undefined)[] = [];
  private readonly times = new Float64Array(MOST);
  private next = 0;

  get size(): number {
    return this.places.size;
  }

  /** `now` is monotonic. */
  remember(identity: string, reply: Reply | undefined, now: number): void {
    const place = this.next;
    const former = this.identities[place];
    if (former !== undefined && this.places.get(former) === place) this.places.delete(former);
    this.places.set(identity, place);
    this.identities[place] = identity;
    this.replies[place] = reply;
    this.times[place] = now;
    this.next = (place + 1) % MOST;
  }

  /** The outcome of that message, if it is remembered. */
  recall(identity: string, now: number): { readonly reply: Reply | undefined } | undefined {
    const place = this.places.get(identity);
    if (place === undefined || now - (this.times[place] ?? 0) > REMEMBERED_FOR) return undefined;
    return { reply: this.replies[place] };
  }
}
