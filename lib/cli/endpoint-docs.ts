import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WECHAT_API } from '../api/settings';

/**
 * A parameter or a field. Nested fields have names with dots, those of lists with `[]`: `articles[].title`.
 */
export interface FieldDoc {
  readonly name: string;
  readonly type: string;
  readonly optional?: boolean;
  readonly note?: string;
  readonly noteZh?: string;
}

/** The documentation of an endpoint on the command line, besides its signature. */
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

/** Returns all endpoints. `npm run docs:generate` writes the file from the endpoints and their comments. */
export const endpointDocs = (): readonly EndpointDoc[] =>
  // The generator writes this type; a spec compares both.
  (read ??= JSON.parse(readFileSync(join(__dirname, 'endpoints.json'), 'utf8')) as readonly EndpointDoc[]);

export const nameOf = ({ group, name }: EndpointDoc): string => `${group}.${name}`;

/** Returns the documentation of a function such as `tag.create`; `undefined` for iterators. */
export const docOf = (name: string): EndpointDoc | undefined =>
  endpointDocs().find((doc) => nameOf(doc) === name);

/** Rates how well an endpoint matches a word: 0 is best, undefined means no match. */
function fit(doc: EndpointDoc, word: string): number | undefined {
  const places = [nameOf(doc), doc.titleZh, doc.path, doc.chapter, doc.summary, doc.summaryZh];
  const lower = places.map((place) => place.toLowerCase());
  if (lower.slice(0, 3).includes(word)) return 0;
  const at = lower.findIndex((place) => place.includes(word));
  return at === -1 ? undefined : at + 1;
}

/** Reads a path or an address as documentation and logs have it: with the method, the host, a token. */
function addressIn(text: string): URL | undefined {
  const address = text
    .trim()
    .replace(/^(?:get|post)\s+/i, '')
    .replace(/^(?:https?:\/\/[^/]+|[\w.-]+\.qq\.com(?=\/))/i, '');
  return URL.canParse(address, WECHAT_API) ? new URL(address, WECHAT_API) : undefined;
}

const pathOf = ({ pathname }: URL): string => pathname.toLowerCase().replace(/\/$/, '');

/** Returns the endpoints with just this path, or address, whatever else its query has. */
export function endpointsAt(text: string): readonly EndpointDoc[] {
  const asked = addressIn(text);
  if (asked === undefined || pathOf(asked) === '') return [];
  return endpointDocs().filter(({ path }) => {
    const documented = addressIn(path);
    return (
      documented !== undefined &&
      pathOf(documented) === pathOf(asked) &&
      [...documented.searchParams].every(([name, value]) => asked.searchParams.get(name) === value)
    );
  });
}

export const isAddress = (text: string): boolean => /^\/|:\/\//.test(text);

/** Returns the path of a copied address; other texts as they are. */
const wordsIn = (text: string): string => {
  const address = isAddress(text) ? addressIn(text) : undefined;
  return address === undefined ? text : pathOf(address);
};

/**
 * Returns the endpoints that match all words by name, title, path, chapter or description, the best first.
 */
export function searchEndpoints(text: string): readonly EndpointDoc[] {
  const exact = endpointsAt(text);
  const words = wordsIn(text.trim())
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const others = endpointDocs()
    .filter((doc) => !exact.includes(doc))
    .map((doc) => ({ doc, fits: words.map((word) => fit(doc, word)) }))
    .filter((each): each is { doc: EndpointDoc; fits: number[] } => !each.fits.includes(undefined))
    .map(({ doc, fits }) => ({ doc, rank: Math.max(...fits) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ doc }) => doc);
  return [...exact, ...others];
}
