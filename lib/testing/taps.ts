import { ConfigError } from '../errors';
import { tapsIn } from '../model/tap';
import type { TapLink } from '../model/tap';
import { property } from '../own';
import type { SeenMessage } from './seen';

/** What somebody can tap in a message. */
function tapsOf(message: SeenMessage): readonly TapLink[] {
  if (message.MsgType === 'text') return tapsIn(message.Content);
  if (message.MsgType !== 'msgmenu') return [];
  const list = property(property(message, 'msgmenu'), 'list');
  if (!Array.isArray(list)) return [];
  return list.map((entry) => {
    const content = String(property(entry, 'content'));
    return { text: content, says: content, id: String(property(entry, 'id')) };
  });
}

/**
 * What a tap sends, of the newest message that shows that label.
 *
 * @throws {ConfigError} There is none.
 */
export function findTap(seen: readonly SeenMessage[], label: string): TapLink {
  const all = seen.flatMap(tapsOf);
  const found = all.findLast(({ text }) => text === label);
  if (found !== undefined) return found;
  const shown = [...new Set(all.map(({ text }) => text))].slice(-20);
  throw new ConfigError(
    `Nothing that the user has seen can be tapped as "${label}". ${
      shown.length === 0 ? 'There are no such links at all.' : `There are: ${shown.join(', ')}.`
    }`,
  );
}
