import { namedChoice, numberIn, sameText } from '../model/choices';
import type { Choice } from '../model/choices';
import { property } from '../own';

/** One question to a user, with its choices. */
interface Offer {
  readonly choices: readonly Choice[];
  readonly at: number;
  /** The message to which the question is the answer. */
  readonly by: string;
  /** The user's next text. If it is a number, it chooses one of these answers; a later number does not. */
  readonly answeredBy?: string;
}

/** The questions to a user, the newest last. */
export type OfferRecord = readonly Offer[];

/** A text of a user. */
export interface SaidText {
  readonly content: string;
  /** The id that a tap on a link sends as well. */
  readonly tapId: string | undefined;
  readonly deliveryId: string;
}

export const OFFERED_MS = 86_400_000;
const MAX_OFFERS = 10;
const MAX_BYTES = 16_384;

/**
 * Reads a stored record without questions that are too old. A value that another program stored gives an
 * empty record.
 */
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

// `JSON.stringify` of a record wrote this text; its beginning shows that it is one.
const isOffer = (value: unknown): value is Offer =>
  Array.isArray(property(value, 'choices')) && typeof property(value, 'at') === 'number';

/** Adds a question. A message that runs again asks the same question again. */
export function addOffer(record: OfferRecord, offer: Offer): OfferRecord {
  const words = JSON.stringify(offer.choices);
  const others = record.filter(({ by, choices }) => by !== offer.by || JSON.stringify(choices) !== words);
  const added = [...others, offer].slice(-MAX_OFFERS);
  while (added.length > 1 && Buffer.byteLength(JSON.stringify(added)) > MAX_BYTES) added.shift();
  return added;
}

/** Notes the text that may choose by a number. */
export const noteText = (record: OfferRecord, deliveryId: string): OfferRecord =>
  record.some(({ answeredBy }) => answeredBy === undefined)
    ? record.map((offer) => ({ answeredBy: deliveryId, ...offer }))
    : record;

/** Returns the choice that a text makes: by a tap, by name, or by its number in the last question. */
export function choiceOf(record: OfferRecord, { content, tapId, deliveryId }: SaidText): Choice | undefined {
  // A message that runs again does not answer its own question.
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
