import { namedChoice, numberIn, sameText } from '../model/choices';
import type { Choice } from '../model/choices';
import { property } from '../own';

/** One question that was put to a user, with its answers. */
interface Offer {
  readonly choices: readonly Choice[];
  readonly at: number;
  /** The message that it answers. */
  readonly by: string;
  /** The user's next text: a number that it says is one of these answers, a later one is not. */
  readonly answeredBy?: string;
}

/** What was offered to a user, the newest last. */
export type OfferRecord = readonly Offer[];

/** A text of a user's. */
export interface SaidText {
  readonly content: string;
  /** What a tap on a link sends besides. */
  readonly tapId: string | undefined;
  readonly deliveryId: string;
}

export const OFFERED_MS = 86_400_000;
const MAX_OFFERS = 10;
const MAX_BYTES = 16_384;

/** A record as it was stored, without what is too old; what another program has stored there may be none. */
export function readOffers(text: string | undefined, now: number): OfferRecord {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    const given: readonly unknown[] = Array.isArray(value) ? value : [];
    return given.filter(isOffer).filter(({ at }) => now - at < OFFERED_MS);
  } catch {
    return [];
  }
}

// Written by `JSON.stringify` of a record: its beginning shows that it is one.
const isOffer = (value: unknown): value is Offer =>
  Array.isArray(property(value, 'choices')) && typeof property(value, 'at') === 'number';

/** With one more question. A message that runs again asks the same one again. */
export function addOffer(record: OfferRecord, offer: Offer): OfferRecord {
  const words = JSON.stringify(offer.choices);
  const others = record.filter(({ by, choices }) => by !== offer.by || JSON.stringify(choices) !== words);
  const added = [...others, offer].slice(-MAX_OFFERS);
  while (added.length > 1 && Buffer.byteLength(JSON.stringify(added)) > MAX_BYTES) added.shift();
  return added;
}

/** Marks who has the right to a number from now on. */
export const noteText = (record: OfferRecord, deliveryId: string): OfferRecord =>
  record.some(({ answeredBy }) => answeredBy === undefined)
    ? record.map((offer) => ({ answeredBy: deliveryId, ...offer }))
    : record;

/** Which answer a text is: tapped, by name, or by the number that it has in the last question. */
export function choiceOf(record: OfferRecord, { content, tapId, deliveryId }: SaidText): Choice | undefined {
  // A message that runs again does not answer what it has asked itself.
  const offers = record.filter(({ by }) => by !== deliveryId).reverse();
  const [last] = offers;
  if (last === undefined) return undefined;
  if (tapId !== undefined)
    return offers
      .flatMap(({ choices }) => choices)
      .find(({ word, label }) => word === tapId && sameText(label, content));
  const named = namedChoice(content, last.choices);
  if (named !== undefined) return named;
  const isNext = (last.answeredBy ?? deliveryId) === deliveryId;
  const number = isNext ? numberIn(content) : undefined;
  const numbered = number === undefined ? undefined : last.choices[number - 1];
  if (numbered !== undefined) return numbered;
  for (const { choices } of offers) {
    const older = namedChoice(content, choices);
    if (older !== undefined) return older;
  }
  return undefined;
}
