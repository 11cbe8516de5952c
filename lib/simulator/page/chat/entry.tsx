import type { VNode } from 'preact';
import type { Language } from '../../../language';
import type { ChatEntry } from '../../protocol';
import { useApp } from '../app';
import { timeOf } from '../model';
import { pure } from '../pure';
import { chatTime } from '../time';
import { describeAction } from './action';
import { describeMessage } from './message';
import { Row } from './row';

interface EntryProps {
  readonly entry: ChatEntry;
  /** Whether the time is shown above the entry. */
  readonly stamped: boolean;
  readonly name: string;
  readonly isForNobody: boolean;
  /** The entry is drawn again when the language changes. */
  readonly language: Language;
}

/** One entry of a chat. */
export const Entry = pure(({ entry, stamped, name, isForNobody }: EntryProps): VNode => {
  const { store, act } = useApp();
  const { openid, action, at } = entry;
  const part =
    action !== undefined
      ? describeAction(action)
      : describeMessage(entry, {
          isForNobody,
          onTap: (tapped) => void act({ type: 'tapMessageMenu', openid, ...tapped }),
        });
  return (
    <li class="entry">
      {stamped && (
        <p class="stamp">
          <time dateTime={new Date(at).toISOString()}>{chatTime(at, timeOf(store.get()))}</time>
        </p>
      )}
      <Row entry={entry} part={part} name={name} />
    </li>
  );
});
