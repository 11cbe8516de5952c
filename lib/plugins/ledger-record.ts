import { randomBytes } from 'node:crypto';
import { property } from '../own';
import { isServiceDeed } from '../model/service-deeds';
import type { ServiceDeed } from '../model/service-deeds';
import type { ServiceWindow, ServiceWindows } from '../model/service-windows';

/**
 * Writes the windows of a user as text. No two texts are equal, so a process that replaces one knows that it
 * is unchanged.
 */
export function toText(windows: ServiceWindows): string {
  // JSON has no Infinity.
  const listed = Object.entries(windows).map(([deed, { left, until }]) => [
    deed,
    left === Infinity ? -1 : left,
    until,
  ]);
  return JSON.stringify({ id: randomBytes(9).toString('base64url'), windows: listed });
}

/** Reads the windows from a text; `undefined` if another program wrote it. */
export function fromText(text: string): ServiceWindows | undefined {
  try {
    const listed = property(JSON.parse(text), 'windows');
    if (!Array.isArray(listed)) return undefined;
    const windows: Partial<Record<ServiceDeed, ServiceWindow>> = {};
    for (const each of listed as readonly unknown[]) {
      const [deed, left, until] = Array.isArray(each) ? (each as readonly unknown[]) : [];
      // A later version may know more deeds.
      if (!isServiceDeed(deed) || typeof left !== 'number' || typeof until !== 'number') continue;
      windows[deed] = { left: left < 0 ? Infinity : left, until };
    }
    return windows;
  } catch {
    return undefined;
  }
}
