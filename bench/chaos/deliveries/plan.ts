import { between, type Random } from '../../../spec/support/random';

/**
 * What a handler kills its own process by: once (`crash`), or whenever it runs, from outside (`poison`) or from inside: it aborts, uses up
 * the memory, or loops until a supervisor ends the process.
 */
const FAULTS = ['none', 'crash', 'poison', 'abort', 'memory', 'loop'] as const;
export type Fault = (typeof FAULTS)[number];

/** What the handler does with a message. It travels as the text of the message, so that a worker needs to know nothing else. */
export interface Plan {
  readonly id: number;
  /** How long the handler takes. */
  readonly ms: number;
  readonly fault: Fault;
  /** How many sentences the answer has, if it is streamed; else 0. */
  readonly sentences: number;
}

export const writePlan = ({ id, ms, fault, sentences }: Plan): string => `${id} ${ms} ${fault} ${sentences}`;

export function readPlan(text: string): Plan {
  const [id, ms, fault, sentences] = text.split(' ');
  return {
    id: Number(id),
    ms: Number(ms),
    fault: FAULTS.find((each) => each === fault) ?? 'none',
    sentences: Number(sentences),
  };
}

/** The answer to a message names it, so that an answer to another one is noticed. */
export const answerTo = (id: number): string => `answer ${id}`;

/** In which of WeChat's three deliveries the handler can answer, and how often that is so. */
const WINDOWS = [
  { share: 0.55, least: 5, most: 1500 },
  { share: 0.2, least: 5300, most: 9300 },
  { share: 0.15, least: 10_300, most: 13_800 },
  { share: 0.1, least: 14_800, most: 16_000 },
] as const;

/** In how many of these windows the handlers of a scenario answer. */
export const PACES = { fast: 1, brief: 2, mixed: 4 } as const;
export type Pace = keyof typeof PACES;

export function makePlan(
  id: number,
  pace: Pace,
  fault: { readonly kind: Fault; readonly share: number },
  random: Random,
  sentences = 0,
): Plan {
  const windows = WINDOWS.slice(0, PACES[pace]);
  let rest = random() * windows.reduce((sum, { share }) => sum + share, 0);
  const window = windows.find(({ share }) => (rest -= share) < 0) ?? WINDOWS[0];
  const kind = random() < fault.share ? fault.kind : 'none';
  return { id, ms: between(random, window.least, window.most), fault: kind, sentences };
}
