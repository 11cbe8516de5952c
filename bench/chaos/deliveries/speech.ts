import type { Plan } from './plan';
import { pick, type Random } from '../../../spec/support/random';

/** How many sentences a streamed answer has: a reply, a reply and some messages, more than may be sent. */
const LENGTHS = [10, 60, 60, 160] as const;

/** What a user says to get the rest, and hears when nothing is left. */
export const MORE = '继续';
export const TAP = { Content: MORE, bizmsgmenuid: 'offiaccount-more' };
export const NOTHING = 'nothing is left';
/** What the package says below an answer that its source has broken off. */
export const BROKEN = '（回答中断）';

export const makeLength = (random: Random): number => pick(random, LENGTHS) ?? LENGTHS[0];

/** A sentence names its answer and its place there, so that one that is lost, doubled or out of order shows. */
const sentence = (id: number, n: number): string => `⟦${id}.${n}⟧${'字'.repeat(25)}。`;

/** The sentences of an answer, in even steps over the time it takes. */
export async function* speak(
  { id, ms, sentences }: Plan,
  pause: (ms: number) => Promise<unknown>,
  halfway: () => void,
): AsyncGenerator<string> {
  const STEPS = 20;
  for (let step = 0; step < STEPS; step++) {
    await pause(ms / STEPS);
    if (step === STEPS / 2) halfway();
    const [from, to] = [step, step + 1].map((each) => Math.round((each * sentences) / STEPS)) as [
      number,
      number,
    ];
    let text = '';
    for (let n = from; n < to; n++) text += sentence(id, n);
    if (text !== '') yield text;
  }
}

/** The answers of which a text has a sentence. */
export const idsIn = (text: string): ReadonlySet<number> =>
  new Set([...text.matchAll(/⟦(\d+)\./g)].map(([, id]) => Number(id)));

/** The places of the sentences of an answer in a text, in order. */
export const sentencesIn = (id: number, text: string): number[] =>
  [...text.matchAll(/⟦(\d+)\.(\d+)⟧/g)].filter(([, of]) => Number(of) === id).map(([, , n]) => Number(n));
