import { kindOf } from '../../model/file-kind';
import type { FileKind } from '../../model/file-kind';

/** The picture formats that WeChat accepts, by extension. */
const TAKEN: ReadonlySet<string> = new Set(['jpg', 'png', 'gif']);

/** Returns the format of a picture by its bytes, if WeChat accepts it. */
export function pictureKind(data: Uint8Array): FileKind | undefined {
  const kind = kindOf(data);
  return kind !== undefined && TAKEN.has(kind.extension) ? kind : undefined;
}
