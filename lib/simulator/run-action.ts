import type { EventName, MessageType } from '../model/message';
import type { Seen, SimulatedUser } from '../testing';

type Fields = Readonly<Record<string, unknown>>;

/** One thing a simulated user does; the same for the chat as in a saved spec. */
export type UserAction =
  | { readonly does: 'says'; readonly content: string }
  | { readonly does: 'sends'; readonly type: MessageType; readonly fields: Fields }
  | { readonly does: 'triggers'; readonly event: string; readonly fields: Fields }
  | { readonly does: 'follows'; readonly scene?: string }
  | { readonly does: 'unfollows' }
  | { readonly does: 'scans'; readonly scene: string }
  | { readonly does: 'clicks'; readonly key: string };

/** Lets a user do it. Whoever tests may try events and fields that no table knows, so no type holds them. */
export function runAction(user: SimulatedUser, act: UserAction): Promise<Seen> {
  switch (act.does) {
    case 'says':
      return user.says(act.content);
    case 'sends':
      return user.sends(act.type, act.fields);
    case 'triggers':
      return user.triggers(act.event as EventName, act.fields);
    case 'follows':
      return user.follows(act.scene);
    case 'unfollows':
      return user.unfollows();
    case 'scans':
      return user.scans(act.scene);
    case 'clicks':
      return user.clicks(act.key);
  }
}
