import { planActions, USUAL } from './steps';
import type { Setting, Step } from './steps';
import { newWorld } from './world';
import type { World } from './world';

/** What does not happen unless the course says so. */
const ASKED_FOR =
  /CRASHES|FREEZES|CLOSES|LOSES|GONE|FORGETS|JUMPS|RESET|is not heard|thaws|does late|is back|ENDED/;
const MOST_STEPS = 2000;

/**
 * Plays one course in the world of the check: these steps, as soon as each may happen, and otherwise what happens by itself.
 * Handlers end, and processes thaw, when they must at the latest.
 * @throws {Error} A step never came.
 */
export function play(over: Partial<Setting>, course: readonly string[]): World {
  const moves = planActions({ ...USUAL, most: 9, ...over });
  const asked = [...course];
  const happened: string[] = [];
  let world = newWorld(over.processes ?? 2);
  for (let n = 0; n < MOST_STEPS; n++) {
    const steps = [...moves(world)];
    const [next] = asked;
    const isNext = ([, what]: Step): boolean => next !== undefined && what.startsWith(next);
    const step = steps.find(isNext) ?? steps.find(([, what]) => !ASKED_FOR.test(what)) ?? steps.at(-1);
    if (step === undefined) break;
    if (isNext(step)) asked.shift();
    if (step[1] !== '') happened.push(step[1]);
    world = step[0];
    if (asked.length === 0 && isQuiet(world)) return world;
  }
  throw new Error([`Never happened: ${asked.join('; ')}`, ...happened].join('\n'));
}

/** Nobody has to do with the message any more. */
const isQuiet = ({ over, open, processes }: World): boolean =>
  over && open === undefined && processes.every(({ alive, message }) => !alive || message === undefined);
