import { openSync, readFileSync, writeSync } from 'node:fs';

/** Milliseconds that mean the same in every process of this machine. */
export const moment = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** A handler has begun or ended. */
export interface Entry {
  readonly what: 'start' | 'end';
  readonly id: number;
  readonly pid: number;
  readonly attempt: number;
  readonly at: number;
}

/** Appends to the journal of all workers. It is in the kernel's hands when this returns: no kill loses it. */
export function openJournal(path: string): (what: Entry['what'], id: number, attempt: number) => void {
  const file = openSync(path, 'a');
  return (what, id, attempt) => void writeSync(file, `${what} ${id} ${process.pid} ${attempt} ${moment()}\n`);
}

export function readJournal(path: string): Entry[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [what, ...numbers] = line.split(' ');
      const [id = 0, pid = 0, attempt = 0, at = 0] = numbers.map(Number);
      return { what: what === 'end' ? 'end' : 'start', id, pid, attempt, at };
    });
}
