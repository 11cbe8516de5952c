import { planActions } from './steps';
import type { Setting } from './steps';
import { keyOf, newWorld } from './world';
import type { World } from './world';

/** What must not be, in a state or at an end. */
export type Problem =
  | 'twice'
  | 'followed by another'
  | 'not followed'
  | 'third start'
  | 'second start'
  | 'unserved'
  | 'needlessly late'
  | 'lost'
  | 'empty'
  | 'endless';

/** What is found, and the shortest way to it. */
export interface Found {
  readonly problem: Problem;
  /** What had failed. */
  readonly after: string;
  count: number;
  readonly trace: () => string[];
}

export interface Checked {
  readonly states: number;
  readonly transitions: number;
  /** All states were seen. */
  readonly isComplete: boolean;
  readonly seconds: number;
  readonly ends: number;
  readonly mostStarts: number;
  readonly found: readonly Found[];
}

/** Steps after which nobody may have to do with a message any more. */
const LAST_STEP = 95;

/** Looks at every course of things, the shortest first; `isEnough`: until this is found. */
export function check(
  setting: Setting,
  cap = 4_000_000,
  isEnough: (problem: Problem, after: string) => boolean = () => false,
): Checked {
  const began = performance.now();
  const moves = planActions(setting);
  const seen = hashSet(cap);
  const parents = [-1];
  const labels = [''];
  const found = new Map<string, Found>();
  let transitions = 0;
  // Set by what is called while the courses are looked at.
  let isOver = false as boolean;
  let ends = 0;
  let mostStarts = 0;
  let frontier: (readonly [World, number, string])[] = [];
  const first = newWorld(setting.processes);
  frontier.push([first, 0, keyOf(first)]);
  seen.add(keyOf(first));

  function report(problem: Problem, world: World, id: number): void {
    const after = [...world.faults].sort().join(' + ') || 'nothing';
    isOver ||= isEnough(problem, after);
    const each = found.get(`${problem} ${after}`);
    if (each === undefined)
      found.set(`${problem} ${after}`, { problem, after, count: 1, trace: () => trace(id) });
    else each.count++;
  }
  function trace(id: number): string[] {
    const steps: string[] = [];
    for (let at = id; at > 0; at = parents[at]!) if (labels[at] !== '') steps.push(labels[at]!);
    return steps.reverse();
  }

  /** Whether it goes on from here. */
  function judge(world: World, before: World, id: number): boolean {
    mostStarts = Math.max(mostStarts, world.starts);
    // That `onLate` hears of an error besides, from a process that has lost the store and ends, is no answer.
    if (world.visible > 1) {
      report('twice', world, id);
      return false;
    }
    const { shown, followers } = world;
    if (followers.some((each) => each !== (shown ?? followers[0]))) report('followed by another', world, id);
    if (world.starts > 2) report('third start', world, id);
    if (world.starts > 1 && world.faults.length === 0 && !setting.isPoison) report('second start', world, id);
    if (world.isUnserved && !before.isUnserved) report('unserved', world, id);
    if (world.isNeedless && !before.isNeedless) report('needlessly late', world, id);
    if (world.isEmpty && !before.isEmpty) report('empty', world, id);
    if (world.now > LAST_STEP) {
      report('endless', world, id);
      return false;
    }
    if (!isEnd(world)) return true;
    ends++;
    if (world.visible + world.told === 0 && !world.isRefused) report('lost', world, id);
    if (setting.leavesWork && shown !== undefined && followers.length === 0)
      report('not followed', world, id);
    return false;
  }

  while (frontier.length > 0 && seen.size < cap && !isOver) {
    const next: typeof frontier = [];
    for (const [world, id, key] of frontier) {
      for (const [then, label] of moves(world)) {
        transitions++;
        const own = keyOf(then);
        // Something is done again and again, and nothing comes of it.
        if (own === key) report('endless', then, id);
        if (seen.size >= cap || !seen.add(own)) continue;
        const number = parents.push(id) - 1;
        labels.push(label);
        if (judge(then, world, number)) next.push([then, number, own]);
      }
    }
    frontier = next;
  }
  return {
    states: seen.size,
    transitions,
    isComplete: frontier.length === 0 && !isOver,
    seconds: (performance.now() - began) / 1000,
    ends,
    mostStarts,
    found: [...found.values()],
  };
}

const isEnd = ({ over, open, processes }: World): boolean =>
  over &&
  open === undefined &&
  processes.every((p) => !p.alive || (p.message === undefined && p.inbox.length === 0));

/** States by 52 bits of a hash of what they are. */
function hashSet(cap: number) {
  const slots = 2 ** Math.ceil(Math.log2(cap * 1.5));
  const table = new Float64Array(slots);
  let size = 0;
  return {
    get size() {
      return size;
    },
    /** False: it was there. */
    add(text: string): boolean {
      const hash = hashOf(text);
      let slot = hash % slots;
      for (; table[slot] !== 0; slot = (slot + 1) % slots) if (table[slot] === hash) return false;
      table[slot] = hash;
      size++;
      return true;
    },
  };
}

function hashOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff) + 1;
}
