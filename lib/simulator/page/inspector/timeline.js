import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { duration } from '../time.js';

/** @import { DeliveryRecord, PushRecord } from '../../protocol.ts' */

/** WeChat's patience, in milliseconds. */
const PATIENCE = 5000;
/** A push that was answered sooner is no story: its 5 s would be an empty bar. */
const MIN_SHOWN_MS = 500;
/** Part of the width that a label needs. */
const ROOM = 0.22;

/**
 * What else belongs to a push on its timeline, in milliseconds after it began.
 *
 * @typedef {{ readonly at: number, readonly label: string }} Mark
 */

/**
 * How long the one delivery of a push took that was answered at once; undefined where there is more to see.
 *
 * @param {PushRecord} push
 */
export function quickAnswer({ deliveries, outcome }) {
  const [first] = deliveries;
  if (outcome === undefined || deliveries.length !== 1 || first?.end === undefined || first.cut)
    return undefined;
  const took = first.end - first.start;
  return took < MIN_SHOWN_MS ? took : undefined;
}

/**
 * The deliveries of a push over time: how long WeChat would have waited, how long it took, and what the user saw when.
 *
 * @param {PushRecord} push
 * @param {{ readonly mini?: boolean, readonly elapsed?: number, readonly marks?: readonly Mark[] }} [options] `elapsed`: of a push
 *   that is on its way, how long it has been.
 */
export function createTimeline(push, { mini = false, elapsed = 0, marks = [] } = {}) {
  const { deliveries } = push;
  const ends = deliveries.map(({ start, end = elapsed }) => Math.max(start + PATIENCE, end));
  const total = Math.max(PATIENCE, elapsed, ...ends, ...marks.map(({ at }) => at)) * (mini ? 1 : 1.04);
  /** @param {number} ms */
  const percent = (ms) => `${((ms / total) * 100).toFixed(2)}%`;

  /** @param {DeliveryRecord} delivery */
  const track = (delivery) => {
    const end = delivery.end ?? Math.max(elapsed, delivery.start);
    const window = h('span', { class: 'window' });
    const bar = h('span', { class: `span ${lookOf(delivery)}` });
    place(window, percent(delivery.start), percent(PATIENCE));
    place(bar, percent(delivery.start), percent(end - delivery.start));
    return { window, bar, end };
  };

  if (mini)
    return h(
      'span',
      { class: 'timeline mini', 'aria-hidden': 'true' },
      deliveries.map(track).flatMap(({ window, bar }) => [window, bar]),
    );

  const rows = deliveries.map((delivery, index) => {
    const { window, bar, end } = track(delivery);
    const label = h('span', { class: `span-label ${lookOf(delivery)}` }, describe(delivery, end));
    // In the bar, to its right, or to its left, as there is room.
    if ((end - delivery.start) / total > ROOM) {
      label.classList.add('inside');
      place(label, percent(delivery.start), percent(end - delivery.start));
    } else if (end / total < 1 - 1.5 * ROOM) label.style.left = percent(end);
    else label.style.right = percent(total - delivery.start);
    return h(
      'li',
      {},
      h('span', { class: 'lane-name' }, t('deliveryNumber', { n: index + 1 })),
      h('span', { class: 'lane' }, window, bar, label),
    );
  });
  const seen = marks.map(({ at, label }) => {
    const mark = h('span', { class: 'mark' }, icon('chat'), h('span', {}, label));
    if (at / total > 0.5) {
      mark.style.right = percent(total - at);
      mark.classList.add('left');
    } else mark.style.left = percent(at);
    return h('li', {}, h('span', { class: 'lane-name' }, t('userSees')), h('span', { class: 'lane' }, mark));
  });
  return h(
    'ol',
    { class: 'timeline' },
    h(
      'li',
      { class: 'axis', 'aria-hidden': 'true' },
      h('span', { class: 'lane-name' }),
      h('span', { class: 'lane' }, ticks(total, percent)),
    ),
    rows,
    seen,
  );
}

/**
 * @param {number} total
 * @param {(ms: number) => string} percent
 */
function ticks(total, percent) {
  const every = total > 60_000 ? total / 6 : PATIENCE;
  const found = [];
  for (let at = 0; at <= total; at += every) {
    const tick = h('span', { class: 'tick' }, `${Math.round(at / 1000)} s`);
    // The last one stands left of its line, where there is room.
    if (at / total > 0.9) tick.classList.add('last');
    tick.style.left = percent(at);
    found.push(tick);
  }
  return found;
}

/** @param {DeliveryRecord} delivery */
export function lookOf({ end, cut, lost, status, answered }) {
  if (end === undefined) return 'busy';
  if (cut || lost || status === undefined) return 'bad';
  return answered && status >= 200 && status < 300 ? 'good' : 'warn';
}

/**
 * How a delivery ended, in a few words.
 *
 * @param {DeliveryRecord} delivery
 * @param {number} [end]
 */
export function describe({ end: ended, start, cut, lost, status, failure }, end = ended ?? start) {
  const took = duration(end - start);
  if (ended === undefined) return took;
  if (lost) return t('answerLost', { took });
  if (cut) return t('cutAfter', { took });
  if (status === undefined) return `${failure ?? t('lost')} (${took})`;
  return t('answeredWith', { status, took });
}

/**
 * @param {HTMLElement} element
 * @param {string} left
 * @param {string} width
 */
function place(element, left, width) {
  element.style.left = left;
  element.style.width = width;
}
