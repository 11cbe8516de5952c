/** @import { CallRecord, ClockState, LiveEvent, PushRecord, State } from '../protocol.ts' */

/**
 * What the inspector looks at.
 *
 * @typedef {{ readonly kind: 'push' | 'call', readonly id: number }} Selection
 */

/**
 * A page of the bot that a user has open: its link, and where a frame shows it.
 *
 * @typedef {{ readonly link: string, readonly from: 'menu' | 'chat', readonly url: string }} WebPage
 */

/**
 * All that the page shows: what the server said, and what was chosen here.
 *
 * @typedef {State & {
 *   readonly online: boolean,
 *   readonly clockReadAt: number,
 *   readonly openid: string,
 *   readonly columns: boolean,
 *   readonly view: 'chat' | 'inspector',
 *   readonly tab: 'traffic' | 'switches' | 'conversation',
 *   readonly filter: 'all' | 'push' | 'call',
 *   readonly selection: Selection | undefined,
 *   readonly detailOpen: boolean,
 *   readonly webPages: Readonly<Record<string, WebPage | undefined>>,
 * }} PageState
 */

/**
 * The page as it starts.
 *
 * @param {State} state
 * @returns {PageState}
 */
export const initialPage = (state) => ({
  ...state,
  online: true,
  clockReadAt: performance.now(),
  openid: state.users[0]?.openid ?? '',
  columns: false,
  view: 'chat',
  tab: 'traffic',
  filter: 'all',
  selection: newestIn(state),
  detailOpen: false,
  webPages: {},
});

/**
 * What an event changes.
 *
 * @param {PageState} page
 * @param {LiveEvent} event
 * @returns {Partial<PageState>}
 */
export function changeOf(page, event) {
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
      return {
        pushes: put(page.pushes, event.push, 'id', page.limits.pushes),
        ...follow(page, 'push', event.push),
      };
    case 'call':
      return { calls: put(page.calls, event.call, 'id', page.limits.calls) };
    case 'codes':
      return { codes: event.codes };
    case 'replay':
      return { replay: event.replay };
  }
}

/**
 * The inspector shows the newest push until another one is chosen.
 *
 * @param {PageState} page
 * @param {'push'} kind
 * @param {PushRecord} record
 * @returns {Partial<PageState>}
 */
function follow({ selection, pushes }, kind, { id }) {
  const newest = pushes.at(-1)?.id;
  const follows = selection === undefined || (selection.kind === kind && selection.id === newest);
  return follows && (newest === undefined || id > newest) ? { selection: { kind, id } } : {};
}

/**
 * After a snapshot, what was chosen may be gone.
 *
 * @param {State} state
 * @param {PageState} page
 * @returns {Partial<PageState>}
 */
function chosenIn(state, { openid, selection }) {
  const { users, pushes, calls } = state;
  const records = selection?.kind === 'call' ? calls : pushes;
  return {
    openid: users.some((user) => user.openid === openid) ? openid : (users[0]?.openid ?? ''),
    selection: records.some(({ id }) => id === selection?.id) ? selection : newestIn(state),
  };
}

/** @param {State} state @returns {Selection | undefined} */
function newestIn({ pushes }) {
  const newest = pushes.at(-1);
  return newest && { kind: 'push', id: newest.id };
}

/** @param {ClockState} clock */
const readClock = (clock) => ({ clock, clockReadAt: performance.now() });

/**
 * WeChat's time, at this moment.
 *
 * @param {PageState} page
 */
export const timeOf = ({ clock, clockReadAt }) =>
  clock.paused ? clock.now : clock.now + performance.now() - clockReadAt;

/**
 * The `moment` of now, by the clock of the deliveries.
 *
 * @param {PageState} page
 */
export const momentOf = ({ clock, clockReadAt }) =>
  clock.paused ? clock.moment : clock.moment + performance.now() - clockReadAt;

/**
 * A list in which an item takes the place of its former self, or comes last; of too many the first goes.
 *
 * @template T
 * @template {keyof T} K
 * @param {readonly T[]} list
 * @param {T} item
 * @param {K} key
 * @param {number} most
 * @returns {readonly T[]}
 */
function put(list, item, key, most) {
  const index = list.findLastIndex((each) => each[key] === item[key]);
  return index === -1 ? [...list, item].slice(-most) : list.with(index, item);
}

/**
 * @param {PageState} page
 * @param {PageState['entries'][number]} entry
 */
function putEntry({ entries, limits }, entry) {
  const changed = put(entries, entry, 'id', Infinity);
  const ofUser = changed.filter(({ openid }) => openid === entry.openid);
  const dropped = new Set(ofUser.slice(0, Math.max(0, ofUser.length - limits.entries)));
  return dropped.size === 0 ? changed : changed.filter((each) => !dropped.has(each));
}

/**
 * Pushes and calls together, in the order in which they came.
 *
 * @param {PageState} page
 * @returns {readonly ({ kind: 'push', record: PushRecord } | { kind: 'call', record: CallRecord })[]}
 */
export function trafficOf({ pushes, calls, filter }) {
  const all = [
    ...(filter === 'call' ? [] : pushes.map((record) => ({ kind: /** @type {const} */ ('push'), record }))),
    ...(filter === 'push' ? [] : calls.map((record) => ({ kind: /** @type {const} */ ('call'), record }))),
  ];
  return all.sort((a, b) => a.record.moment - b.record.moment);
}
