import type { EndpointDoc } from './endpoints';
import type { FieldDoc } from './fields';
import notes from './chinese/notes.json';
import summaries from './chinese/summaries.json';

/** English text → Chinese text. */
export type Pairs = Readonly<Record<string, string>>;

/** The Chinese of what comments in `lib/api/groups/` say in English. */
export interface Chinese {
  /** What endpoints do. */
  readonly summaries: Pairs;
  /** What fields hold. */
  readonly notes: Pairs;
}

/** An endpoint as its comments alone describe it. */
export type EnglishDoc = Omit<EndpointDoc, 'summaryZh'>;

/** The pairs in `docs/generate/chinese/`. */
export const CHINESE: Chinese = { summaries, notes };

/**
 * Adds the Chinese to what the comments say.
 *
 * @throws {Error} A text has no Chinese, or a pair belongs to no text any more; names all of them.
 */
export function inChinese(endpoints: readonly EnglishDoc[], chinese: Chinese): EndpointDoc[] {
  const complaints = [
    ...compared('summaries', new Set(endpoints.map(({ summary }) => summary)), chinese.summaries),
    ...compared('notes', new Set(endpoints.flatMap(notesOf)), chinese.notes),
  ];
  if (complaints.length > 0) throw new Error(complaints.join('\n'));

  const field = (doc: FieldDoc): FieldDoc =>
    doc.note === undefined ? doc : { ...doc, noteZh: chinese.notes[doc.note]! };
  return endpoints.map(({ summary, ...doc }) => ({
    ...doc,
    summary,
    summaryZh: chinese.summaries[summary]!,
    parameters: doc.parameters.map(field),
    fields: doc.fields.map(field),
    answer: doc.answer.map(field),
  }));
}

const notesOf = ({ parameters, fields, answer }: EnglishDoc): readonly string[] =>
  [...parameters, ...fields, ...answer].flatMap(({ note }) => note ?? []);

/** What a table of pairs lacks, and what it has without need. */
function compared(name: string, texts: ReadonlySet<string>, pairs: Pairs): readonly string[] {
  const file = `docs/generate/chinese/${name}.json`;
  return [
    ...[...texts]
      .filter((text) => !Object.hasOwn(pairs, text) || pairs[text]!.trim() === '')
      .map((text) => `${file} lacks the Chinese of ${JSON.stringify(text)}.`),
    ...Object.keys(pairs)
      .filter((text) => !texts.has(text))
      .map((text) => `${file} has a pair that no comment uses any more: ${JSON.stringify(text)}.`),
  ];
}
