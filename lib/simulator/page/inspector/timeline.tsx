import type { VNode } from 'preact';
import type { DeliveryRecord, PushRecord } from '../../protocol';
import { Icon } from '../icons';
import { t } from '../language';
import { duration } from '../time';

/** How long WeChat waits for an answer. */
const WAIT_MS = 5000;
/** A push that was answered sooner gets no timeline: a bar of 5 s would be almost empty. */
const MIN_SHOWN_MS = 500;
/** The part of the width that a label needs. */
const ROOM = 0.22;

/** Another event on the timeline of a push, in milliseconds after its start. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

/**
 * Returns how long the only delivery of a push took, if it was answered at once. Undefined if there is more
 * to show.
 */
export function quickAnswer({ deliveries, outcome }: PushRecord): number | undefined {
  const [first] = deliveries;
  if (outcome === undefined || deliveries.length !== 1 || first?.end === undefined || first.cut)
    return undefined;
  const took = first.end - first.start;
  return took < MIN_SHOWN_MS ? took : undefined;
}

type Percent = (ms: number) => string;

const percentOf =
  (total: number): Percent =>
  (ms) =>
    `${((ms / total) * 100).toFixed(2)}%`;

interface TrackProps {
  readonly delivery: DeliveryRecord;
  readonly end: number;
  readonly percent: Percent;
}

/** The bar of a delivery: how long WeChat would have waited, and how long the answer took. */
const Track = ({ delivery, end, percent }: TrackProps): VNode => (
  <>
    <span class="window" style={{ left: percent(delivery.start), width: percent(WAIT_MS) }} />
    <span
      class={`span ${lookOf(delivery)}`}
      style={{ left: percent(delivery.start), width: percent(end - delivery.start) }}
    />
  </>
);

/** The deliveries of a push, drawn small. */
export function MiniTimeline({ push: { deliveries } }: { readonly push: PushRecord }): VNode {
  const total = Math.max(WAIT_MS, ...deliveries.map(({ start, end = 0 }) => Math.max(start + WAIT_MS, end)));
  return (
    <span class="timeline mini" aria-hidden="true">
      {deliveries.map((delivery, index) => (
        <Track
          key={index}
          delivery={delivery}
          end={delivery.end ?? delivery.start}
          percent={percentOf(total)}
        />
      ))}
    </span>
  );
}

interface TimelineProps {
  readonly push: PushRecord;
  /** For a push that is under way, the time since its start. */
  readonly elapsed: number;
  readonly marks: readonly Mark[];
}

/**
 * The deliveries of a push over time: how long WeChat would have waited, how long the answer took, and when
 * the user saw messages.
 */
export function Timeline({ push: { deliveries }, elapsed, marks }: TimelineProps): VNode {
  const ends = deliveries.map(({ start, end = elapsed }) => Math.max(start + WAIT_MS, end));
  const total = Math.max(WAIT_MS, elapsed, ...ends, ...marks.map(({ at }) => at)) * 1.04;
  const percent = percentOf(total);
  return (
    <ol class="timeline">
      <li class="axis" aria-hidden="true">
        <span class="lane-name" />
        <span class="lane">{ticks(total, percent)}</span>
      </li>
      {deliveries.map((delivery, index) => {
        const end = delivery.end ?? Math.max(elapsed, delivery.start);
        return (
          <li key={index}>
            <span class="lane-name">{t('deliveryNumber', { n: index + 1 })}</span>
            <span class="lane">
              <Track delivery={delivery} end={end} percent={percent} />
              <SpanLabel delivery={delivery} end={end} total={total} />
            </span>
          </li>
        );
      })}
      {marks.map(({ at, label }, index) => (
        <li key={`mark${index}`}>
          <span class="lane-name">{t('userSees')}</span>
          <span class="lane">
            <span
              class={`mark${at / total > 0.5 ? ' left' : ''}`}
              style={at / total > 0.5 ? { right: percent(total - at) } : { left: percent(at) }}
            >
              <Icon name="chat" />
              <span>{label}</span>
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

interface SpanLabelProps {
  readonly delivery: DeliveryRecord;
  readonly end: number;
  readonly total: number;
}

/** The label stands in the bar, to its right or to its left, depending on the room. */
function SpanLabel({ delivery, end, total }: SpanLabelProps): VNode {
  const percent = percentOf(total);
  const { start } = delivery;
  const isInside = (end - start) / total > ROOM;
  const style = isInside
    ? { left: percent(start), width: percent(end - start) }
    : end / total < 1 - 1.5 * ROOM
      ? { left: percent(end) }
      : { right: percent(total - start) };
  return (
    <span class={`span-label ${lookOf(delivery)}${isInside ? ' inside' : ''}`} style={style}>
      {describe(delivery, end)}
    </span>
  );
}

function ticks(total: number, percent: Percent): readonly VNode[] {
  const every = total > 60_000 ? total / 6 : WAIT_MS;
  return Array.from({ length: Math.floor(total / every) + 1 }, (_, index) => index * every).map((at) => (
    // The last label stands to the left of its line, where it has room.
    <span key={at} class={`tick${at / total > 0.9 ? ' last' : ''}`} style={{ left: percent(at) }}>
      {Math.round(at / 1000)} s
    </span>
  ));
}

export function lookOf({
  end,
  cut,
  lost,
  status,
  answered,
}: DeliveryRecord): 'busy' | 'bad' | 'good' | 'warn' {
  if (end === undefined) return 'busy';
  if (cut || lost || status === undefined) return 'bad';
  return answered && status >= 200 && status < 300 ? 'good' : 'warn';
}

/** Describes in a few words how a delivery ended. */
export function describe(
  { end: ended, start, cut, lost, status, failure }: DeliveryRecord,
  end = ended ?? start,
): string {
  const took = duration(end - start);
  if (ended === undefined) return took;
  if (lost) return t('answerLost', { took });
  if (cut) return t('cutAfter', { took });
  if (status === undefined) return `${failure ?? t('lost')} (${took})`;
  return t('answeredWith', { status, took });
}
