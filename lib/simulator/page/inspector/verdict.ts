import type { PushRecord } from '../../protocol';
import { t } from '../language';
import { duration } from '../time';

/** Users notice a longer wait. */
const LONG_MS = 1000;

/** Explains in a sentence or two what the user saw, and why. */
export function explain(push: PushRecord): string {
  const { waited, from } = push;
  const isLong = waited !== undefined && waited >= LONG_MS && from === 'user';
  const wait = isLong ? t('why_waited', { took: duration(waited) }) : '';
  return `${reason(push)}${wait}`;
}

function reason({ outcome, deliveries, from, kind, reply, problemCode }: PushRecord): string {
  const failed = deliveries.filter(({ answered, end }) => end !== undefined && !answered).length;
  const answered = deliveries.find((delivery) => delivery.answered);
  const status = answered?.status ?? '';
  const took = answered?.end === undefined ? '' : duration(answered.end - answered.start);
  const n = deliveries.length;
  const before =
    failed === 0 || answered === undefined ? '' : t(failed === 1 ? 'why_before_1' : 'why_before_2');
  if (outcome === undefined) return t('why_busy', { n: n || 1 });
  switch (outcome) {
    case 'replied':
      if (kind === 'check') return t('why_checked', { took });
      if (from === 'wechat') return before + t('why_nobody', { n, took });
      if (reply?.MsgType !== 'transfer_customer_service') return before + t('why_replied', { n, took });
      return (
        before +
        t(problemCode === 'no-customer-service' ? 'why_transferred_to_nobody' : 'why_transferred', {
          n,
          took,
        })
      );
    case 'silent':
      return n === 0 ? t('why_not_pushed') : before + t('why_silent', { n, took });
    case 'refused':
      return t('why_refused', { status });
    case 'service-unavailable':
      if (kind === 'check') return t('why_check_failed');
      return answered === undefined ? t('why_unanswered', { n }) : before + t('why_not_taken', { n });
  }
}
