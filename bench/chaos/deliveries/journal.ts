import { openSync, readFileSync, writeSync } from 'node:fs';

/** Milliseconds that mean the same in every process of this machine. */
export const moment = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** A handler has begun or ended, or a process was kept from working. */
export interface Entry {
  readonly what: 'start' | 'end' | 'stall';
  /** Of the message; of a stall, how long it was. */
  readonly id: number;
  readonly pid: number;
  readonly attempt: number;
  readonly at: number;
}

type Note = (what: Entry['what'], id: number, attempt: number) => void;

/** Appends to the journal of all workers. It is in the kernel's hands when this returns: no kill loses it. */
export function openJournal(path: string): Note {
  const file = openSync(path, 'a');
  return (what, id, attempt) => void writeSync(file, `${what} ${id} ${process.pid} ${attempt} ${moment()}\n`);
}

const LOOK_EVERY = 50;
const STALL = 100;

/** Notes when the machine lets this process stand for a while; returns how to end that. */
export function noteStalls(note: Note): () => void {
  let last = moment();
  const looking = setInterval(() => {
    const late = moment() - last - LOOK_EVERY;
    last = moment();
    if (late > STALL) note('stall', Math.ceil(late), 0);
  }, LOOK_EVERY);
  looking.unref();
  return () => clearInterval(looking);
}

export function readJournal(path: string): Entry[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [what, ...numbers] = line.split(' ');
      const [id = 0, pid = 0, attempt = 0, at = 0] = numbers.map(Number);
      return { what: what === 'end' || what === 'stall' ? what : 'start', id, pid, attempt, at };
    });
}
