import { kindOf } from '../../model/file-kind';
import type { FileKind } from '../../model/file-kind';

/** Pictures that WeChat takes, by their extensions. */
const TAKEN: ReadonlySet<string> = new Set(['jpg', 'png', 'gif']);

/** What a picture is by its bytes, where it is one that WeChat takes. */
export function pictureKind(data: Uint8Array): FileKind | undefined {
  const kind = kindOf(data);
  return kind !== undefined && TAKEN.has(kind.extension) ? kind : undefined;
}
