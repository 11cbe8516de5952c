import { randomBytes } from 'node:crypto';
import { property } from '../own';
import { isServiceDeed } from '../model/service-deeds';
import type { ServiceDeed } from '../model/service-deeds';
import type { ServiceWindow, ServiceWindows } from '../model/service-windows';

/** The windows of a user as text. No two texts are the same: whoever replaces one knows that it is still the one that was read. */
export function toText(windows: ServiceWindows): string {
  // JSON has no Infinity.
  const listed = Object.entries(windows).map(([deed, { left, until }]) => [
    deed,
    left === Infinity ? -1 : left,
    until,
  ]);
  return JSON.stringify({ id: randomBytes(9).toString('base64url'), windows: listed });
}

/** The windows in a text; `undefined` when somebody else has written it. */
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
