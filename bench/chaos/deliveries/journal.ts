import { appendFileSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Milliseconds that mean the same in every process of this machine. */
export const moment = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

const ENTRIES = ['start', 'end', 'late', 'kept', 'logged', 'delivery'] as const;

/** A handler has begun or ended. */
export interface Entry {
  /**
   * `late`: a part of its answer was handed to the program, as nothing else could keep it; `kept`: one waits in the mailbox; `logged`:
   * the log says that something of it may be lost; `delivery`: one came to its end.
   */
  readonly what: (typeof ENTRIES)[number];
  readonly id: number;
  readonly pid: number;
  readonly attempt: number;
  /** Messages for which this process has had to do without the store by then. */
  readonly degraded: number;
  readonly at: number;
  /** Of a start: the delivery id of its message. Of a delivery: that, and how it ended. */
  readonly how?: string;
}

/** The machine let a process stand. */
export interface Stall {
  readonly pid: number;
  readonly from: number;
  readonly to: number;
}

/** Appends to the journal of all workers. It is in the kernel's hands when this returns: no kill loses it. */
export function openJournal(
  path: string,
): (what: Entry['what'], id: number, attempt: number, degraded: number, how?: string) => void {
  const file = openSync(path, 'a');
  return (what, id, attempt, degraded, how = '') =>
    void writeSync(file, `${what} ${process.pid} ${id} ${attempt} ${degraded} ${moment()} ${how}\n`);
}

const LOOK_EVERY = 50;
const STALL = 100;

/** Notes in the journal when this process stands for a while; returns how to end that. */
export function noteStalls(path: string): () => void {
  let due = moment() + LOOK_EVERY;
  const looking = setInterval(() => {
    const now = moment();
    if (now - due > STALL) appendFileSync(path, `stall ${process.pid} ${due} ${now}\n`);
    due = now + LOOK_EVERY;
  }, LOOK_EVERY);
  looking.unref();
  return () => clearInterval(looking);
}

const isEntry = (what: string | undefined): what is Entry['what'] => ENTRIES.some((each) => each === what);

export function readJournal(path: string): { entries: readonly Entry[]; stalls: readonly Stall[] } {
  const entries: Entry[] = [];
  const stalls: Stall[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [what, ...rest] = line.split(' ');
    const numbers = rest.map(Number);
    if (what === 'stall') {
      const [pid = 0, from = 0, to = 0] = numbers;
      stalls.push({ pid, from, to });
    } else if (isEntry(what)) {
      const [pid = 0, id = 0, attempt = 0, degraded = 0, at = 0] = numbers;
      const how = rest[5];
      entries.push({ what, id, pid, attempt, degraded, at, ...(how !== undefined && how !== '' && { how }) });
    }
  }
  return { entries, stalls };
}
