import type { VNode } from 'preact';
import type { CallRecord, ChatEntry, ClockState, LiveEvent, PushRecord, State, UserState } from '../protocol';

/** The push or call that the inspector shows. */
export interface Selection {
  readonly kind: 'push' | 'call';
  readonly id: number;
}

/** A page of the bot that a user has open: its link, and its address in a frame. */
export interface WebPage {
  readonly link: string;
  readonly from: 'menu' | 'chat';
  readonly url: string;
}

/** The state of the page: the state of the server, and the choices made on the page. */
export interface PageState extends State {
  readonly online: boolean;
  readonly clockReadAt: number;
  readonly openid: string;
  readonly columns: boolean;
  readonly view: 'chat' | 'inspector';
  readonly tab: 'traffic' | 'switches' | 'conversation' | 'accountData';
  readonly filter: 'all' | 'push' | 'call';
  readonly search: string;
  readonly failedOnly: boolean;
  /** The user whose traffic is shown; `''`: all users. */
  readonly ofUser: string;
  readonly selection: Selection | undefined;
  readonly detailOpen: boolean;
  readonly webPages: Readonly<Record<string, WebPage | undefined>>;
  readonly dialog: (() => VNode) | undefined;
}

/** The values with which the list shows all traffic. */
export const UNFILTERED = { search: '', failedOnly: false, ofUser: '' } as const;

/** Finds a user. */
export const userOf = ({ users }: Pick<PageState, 'users'>, openid: string): UserState | undefined =>
  users.find((user) => user.openid === openid);

/** The state at the start. */
export const initialPage = (state: State): PageState => ({
  ...state,
  online: true,
  clockReadAt: performance.now(),
  openid: state.users[0]?.openid ?? '',
  columns: false,
  view: 'chat',
  tab: 'traffic',
  filter: 'all',
  ...UNFILTERED,
  selection: newestIn(state),
  detailOpen: false,
  webPages: {},
  dialog: undefined,
});

/** Returns what an event changes in the state. */
export function changeOf(page: PageState, event: LiveEvent): Partial<PageState> {
  switch (event.type) {
    case 'snapshot':
      return { ...event.state, ...readClock(event.state.clock), ...chosenIn(event.state, page) };
    case 'account':
      return { account: event.account };
    case 'clock':
      return readClock(event.clock);
    case 'user':
      return { users: put(page.users, event.user, 'openid', page.limits.users) };
    case 'entry':
      return { entries: putEntry(page, event.entry) };
    case 'push':
      return { pushes: put(page.pushes, event.push, 'id', page.limits.pushes), ...follow(page, event.push) };
    case 'call':
      return { calls: put(page.calls, event.call, 'id', page.limits.calls) };
    case 'codes':
      return { codes: event.codes };
    case 'replay':
      return { replay: event.replay };
  }
}

/** The inspector follows the newest push until the user chooses another one. */
function follow({ selection, pushes }: PageState, { id }: PushRecord): Partial<PageState> {
  const newest = pushes.at(-1)?.id;
  const follows = selection === undefined || (selection.kind === 'push' && selection.id === newest);
  return follows && (newest === undefined || id > newest) ? { selection: { kind: 'push', id } } : {};
}

/** After a snapshot, the chosen record may no longer exist. */
function chosenIn(state: State, { openid, ofUser, selection }: PageState): Partial<PageState> {
  const { users, pushes, calls } = state;
  const records = selection?.kind === 'call' ? calls : pushes;
  return {
    openid: users.some((user) => user.openid === openid) ? openid : (users[0]?.openid ?? ''),
    ofUser: users.some((user) => user.openid === ofUser) ? ofUser : '',
    selection: records.some(({ id }) => id === selection?.id) ? selection : newestIn(state),
  };
}

function newestIn({ pushes }: State): Selection | undefined {
  const newest = pushes.at(-1);
  return newest && { kind: 'push', id: newest.id };
}

const readClock = (clock: ClockState) => ({ clock, clockReadAt: performance.now() });

/** WeChat's time now. */
export const timeOf = ({ clock, clockReadAt }: PageState): number =>
  clock.paused ? clock.now : clock.now + performance.now() - clockReadAt;

/** The `moment` of now, by the clock of the deliveries. */
export const momentOf = ({ clock, clockReadAt }: PageState): number =>
  clock.paused ? clock.moment : clock.moment + performance.now() - clockReadAt;

/** Replaces an item with the same key, or appends it. A list that is too long loses its first item. */
function put<T>(list: readonly T[], item: T, key: keyof T, most: number): readonly T[] {
  const index = list.findLastIndex((each) => each[key] === item[key]);
  return index === -1 ? [...list, item].slice(-most) : list.with(index, item);
}

function putEntry({ entries, limits }: PageState, entry: ChatEntry): readonly ChatEntry[] {
  const changed = put(entries, entry, 'id', Infinity);
  const ofUser = changed.filter(({ openid }) => openid === entry.openid);
  const dropped = new Set(ofUser.slice(0, Math.max(0, ofUser.length - limits.entries)));
  return dropped.size === 0 ? changed : changed.filter((each) => !dropped.has(each));
}

/** A push or a call. */
export type Traffic =
  | { readonly kind: 'push'; readonly record: PushRecord }
  | { readonly kind: 'call'; readonly record: CallRecord };

/** Pushes and calls together, in the order in which they happened. */
export const trafficOf = ({ pushes, calls }: Pick<PageState, 'pushes' | 'calls'>): readonly Traffic[] =>
  [
    ...pushes.map((record) => ({ kind: 'push' as const, record })),
    ...calls.map((record) => ({ kind: 'call' as const, record })),
  ].sort((a, b) => a.record.moment - b.record.moment);
