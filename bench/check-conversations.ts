import { FAULTS, KINDS, WHATS, wrongIn } from '../spec/support/conversation-course';
import type { Deed } from '../spec/support/conversation-course';
import { chanceFrom } from '../spec/support/random';
import type { Chance } from '../spec/support/random';

/*
 * Random courses of forms and dialogues, with crashes, restarts, new versions and two processes, against a model.
 * `npm run check:conversations -- 100000 1`: how many, and the first seed.
 */
const [courses = 100_000, first = 1] = process.argv.slice(2).map(Number);

const pick = <T>(of: readonly T[], random: Chance): T => of[random(of.length)]!;

async function main(): Promise<void> {
  const start = Date.now();
  let deeds = 0;
  for (let seed = first; seed < first + courses; seed++) {
    const random = chanceFrom(seed);
    const course = Array.from({ length: 5 + random(20) }, (): Deed => ({
      what: pick(WHATS, random),
      fault: pick(FAULTS, random),
      process: pick([0, 1] as const, random),
    }));
    deeds += course.length;
    const wrong = await wrongIn(pick(KINDS, random), course);
    if (wrong === undefined) {
      const done = seed - first + 1;
      if (done % 5000 === 0) console.error(`${done} courses: nothing wrong so far.`);
      continue;
    }
    console.error(`Course ${seed}: ${wrong}\n${JSON.stringify(course)}`);
    process.exitCode = 1;
    return;
  }
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`${courses} courses with ${deeds} deeds in ${seconds} s: no step skipped, none taken twice.`);
}

void main();
