import { BoundedMap } from '../testing/api/bounded-map';
import type { CallRecord, ChatEntry, Limits, LiveEvent, PushRecord } from './protocol';

/** Most that is kept. */
export const LIMITS: Limits = {
  users: 50,
  entries: 500,
  pushes: 200,
  calls: 500,
  codes: 50,
  upload: 10 * 1024 * 1024,
};

/** Keeps what there is to show, and tells of each change. */
export interface History {
  entry(entry: ChatEntry): void;
  push(push: PushRecord): void;
  call(call: CallRecord): void;
  entries(): ChatEntry[];
  pushes(): PushRecord[];
  calls(): CallRecord[];
  clear(): void;
}

const inOrder = <T extends { readonly id: number }>(things: readonly T[]): T[] =>
  things.toSorted((a, b) => a.id - b.id);

export function createHistory(tell: (event: LiveEvent) => void): History {
  let chats = new Map<string, BoundedMap<ChatEntry>>();
  let pushes = new BoundedMap<PushRecord>(LIMITS.pushes);
  let calls = new BoundedMap<CallRecord>(LIMITS.calls);
  return {
    entry(entry) {
      const chat = chats.get(entry.openid) ?? new BoundedMap<ChatEntry>(LIMITS.entries);
      chats.set(entry.openid, chat);
      chat.set(String(entry.id), entry);
      tell({ type: 'entry', entry });
    },
    push(push) {
      pushes.set(String(push.id), push);
      tell({ type: 'push', push });
    },
    call(call) {
      calls.set(String(call.id), call);
      tell({ type: 'call', call });
    },
    entries: () => inOrder([...chats.values()].flatMap((chat) => chat.values())),
    pushes: () => inOrder(pushes.values()),
    calls: () => inOrder(calls.values()),
    clear() {
      chats = new Map();
      pushes = new BoundedMap(LIMITS.pushes);
      calls = new BoundedMap(LIMITS.calls);
    },
  };
}
