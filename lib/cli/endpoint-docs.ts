import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A parameter or a field. Fields within others have dotted names, those of lists `[]`: `articles[].title`. */
export interface FieldDoc {
  readonly name: string;
  readonly type: string;
  readonly optional?: boolean;
  readonly note?: string;
  readonly noteZh?: string;
}

/** What the command line knows of an endpoint beyond its signature. */
export interface EndpointDoc {
  readonly group: string;
  readonly name: string;
  readonly titleZh: string;
  readonly summary: string;
  readonly summaryZh: string;
  readonly method: string;
  readonly path: string;
  readonly chapter: string;
  readonly see: string;
  readonly parameters: readonly FieldDoc[];
  readonly fields: readonly FieldDoc[];
  readonly answer: readonly FieldDoc[];
  readonly result: string;
  readonly codes: readonly number[];
  readonly example: string;
}

let read: readonly EndpointDoc[] | undefined;

/** All endpoints. The file is made from their entries and the comments there, by `npm run docs:generate`. */
export const endpointDocs = (): readonly EndpointDoc[] =>
  // Written as this type; a spec compares.
  (read ??= JSON.parse(readFileSync(join(__dirname, 'endpoints.json'), 'utf8')) as readonly EndpointDoc[]);

export const nameOf = ({ group, name }: EndpointDoc): string => `${group}.${name}`;

/** What is known of a function, `tag.create`; `undefined` of iterators. */
export const docOf = (name: string): EndpointDoc | undefined =>
  endpointDocs().find((doc) => nameOf(doc) === name);

/** How well an endpoint fits a word, or undefined where it does not: 0 is best. */
function fit(doc: EndpointDoc, word: string): number | undefined {
  const places = [nameOf(doc), doc.titleZh, doc.path, doc.chapter, doc.summary, doc.summaryZh];
  const lower = places.map((place) => place.toLowerCase());
  if (lower.slice(0, 3).includes(word)) return 0;
  const at = lower.findIndex((place) => place.includes(word));
  return at === -1 ? undefined : at + 1;
}

/** A path out of an address, as one copies it: `https://api.weixin.qq.com/cgi-bin/tags/create?access_token=…`. */
const pathIn = (text: string): string =>
  text.replace(/^https?:\/\/[^/]+/, '').replace(/\?access_token=.*$/, '');

/** The endpoints that have all words in their name, title, path, chapter or description; the best first. */
export function searchEndpoints(text: string): readonly EndpointDoc[] {
  const words = pathIn(text.trim())
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return endpointDocs()
    .map((doc) => ({ doc, fits: words.map((word) => fit(doc, word)) }))
    .filter((each): each is { doc: EndpointDoc; fits: number[] } => !each.fits.includes(undefined))
    .map(({ doc, fits }) => ({ doc, rank: Math.max(...fits) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ doc }) => doc);
}
