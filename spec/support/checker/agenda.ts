/** Something that happens at its time. */
interface Item {
  readonly at: number;
  /** Of two at the same time, the first that was put down comes first. */
  readonly number: number;
  readonly happen: () => void;
}

const isBefore = (one: Item, other: Item): boolean =>
  one.at === other.at ? one.number < other.number : one.at < other.at;

/** What is to come, in a heap: a million courses take minutes, not hours. */
export function agenda() {
  const items: Item[] = [];
  let time = 0;
  let count = 0;

  function put(item: Item): void {
    let at = items.length;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(item, items[above]!); above = (at - 1) >> 1) {
      items[at] = items[above]!;
      at = above;
    }
    items[at] = item;
  }

  function take(): Item | undefined {
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let at = 0;
    for (let below = 1; below < items.length; below = 2 * at + 1) {
      if (below + 1 < items.length && isBefore(items[below + 1]!, items[below]!)) below++;
      if (!isBefore(items[below]!, last)) break;
      items[at] = items[below]!;
      at = below;
    }
    items[at] = last;
    return first;
  }

  return {
    now: (): number => time,
    after: (ms: number, happen: () => unknown): void =>
      put({ at: time + Math.max(0, ms), number: count++, happen }),
    /** Lets all of it happen, until `end`. */
    runUntil: (end: number): void => {
      for (let item = take(); item !== undefined && item.at <= end; item = take()) {
        time = item.at;
        item.happen();
      }
    },
  };
}
