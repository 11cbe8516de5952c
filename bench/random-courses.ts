// Random courses of one message in three processes: how many end with other than one answer.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { playRandomCourse } from '../spec/support/checker/random-course';
import type { Trouble } from '../spec/support/checker/random-course';
import { createRandom } from '../spec/support/random';

const { values } = parseArgs({
  options: {
    /** Courses of each kind. */
    courses: { type: 'string', default: '100000' },
    /** Only this kind. */
    kind: { type: 'string', default: '' },
    seed: { type: 'string' },
    /** So many courses that went wrong are told. */
    tell: { type: 'string', default: '0' },
  },
});

const KINDS: Readonly<Record<string, Trouble>> = {
  'no fault': {},
  away: { away: true },
  forgotten: { forgotten: true },
  'replies lost': { deaf: true },
  'away and forgotten': { away: true, forgotten: true },
  'replies lost and forgotten': { deaf: true, forgotten: true },
};
const PROGRESS_EVERY = 10_000;

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const courses = Number(values.courses);

function play(kind: string, trouble: Trouble): void {
  const count = { twice: 0, lost: 0, endless: 0, starts: 0 };
  let told = Number(values.tell);
  const row = (done: number): string =>
    `| ${kind} | ${done} | ${count.twice} | ${count.lost} | ${count.endless} | ${count.starts} |`;
  for (let n = 0; n < courses; n++) {
    const own = (seed + n) >>> 0;
    const { visible, starts, running } = playRandomCourse(createRandom(own), trouble);
    count.starts = Math.max(count.starts, starts);
    if (visible > 1) count.twice++;
    if (visible < 1) count.lost++;
    if (running > 0) count.endless++;
    if ((visible !== 1 || running > 0) && told-- > 0)
      playRandomCourse(createRandom(own), trouble, (what) => console.log(`  ${what}`));
    if ((n + 1) % PROGRESS_EVERY === 0) process.stderr.write(`\r${row(n + 1)}`);
  }
  process.stderr.write('\r');
  console.log(row(courses));
}

console.log(
  `seed ${seed}\n\n| trouble | courses | twice | lost | endless | most starts |\n|---|--:|--:|--:|--:|--:|`,
);
for (const [kind, trouble] of Object.entries(KINDS))
  if (values.kind === '' || kind === values.kind) play(kind, trouble);
