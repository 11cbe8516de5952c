import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A push that somebody has published. */
export interface CollectedPush {
  readonly id: number;
  readonly category: string;
  readonly kind: string;
  readonly format: 'xml' | 'json';
  readonly body: string;
  /** Each value with its path: `PicList.item[0].PicMd5Sum`. */
  readonly leaves: readonly (readonly [path: string, value: string])[];
}

/** Pushes that were collected from public places: not part of the project, and compared with where they are at hand. */
const file = join(__dirname, '..', '..', '..', 'shared', 'cases', 'vectors.json');

export const collectedPushes: readonly CollectedPush[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { bodies: CollectedPush[] }).bodies.filter(
      ({ kind }) => kind === 'push',
    )
  : [];
