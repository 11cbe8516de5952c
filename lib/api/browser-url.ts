import { wellFormed } from '../wire/text';
import type { Query } from './request';

/** The address of a page that a browser opens. Parameters keep their order; `undefined` is left out. */
export function browserUrl(page: string, parameters: Query, fragment = ''): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) search.append(name, wellFormed(String(value)));
  return `https://${page}?${search.toString()}${fragment}`;
}
