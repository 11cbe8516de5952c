import type { VNode } from 'preact';
import type { CallRecord, PushRecord } from '../../protocol';
import { Icon } from '../icons';
import type { IconName } from '../icons';
import { t } from '../language';
import { isFailedCall } from './outcome';

interface BadgeProps {
  readonly look: 'good' | 'bad' | 'warn' | 'plain' | 'busy';
  readonly icon: IconName;
  readonly text: string;
}

/** What came of something, in a word. */
export const Badge = ({ look, icon, text }: BadgeProps): VNode => (
  <span class={`badge ${look}`}>
    <Icon name={icon} />
    <span>{text}</span>
  </span>
);

const LOOKS = {
  replied: ['good', 'check'],
  silent: ['plain', 'check'],
  'service-unavailable': ['bad', 'alert'],
  refused: ['bad', 'close'],
} as const;

/** What came of a push. */
export function OutcomeBadge({ push: { outcome, deliveries } }: { readonly push: PushRecord }): VNode {
  if (outcome === undefined)
    return <Badge look="busy" icon="clock" text={t('deliveryNumber', { n: deliveries.length || 1 })} />;
  const [look, icon] = LOOKS[outcome];
  return <Badge look={look} icon={icon} text={t(`outcome_${outcome}`)} />;
}

/** What came of a call. */
export function CallBadge({ call }: { readonly call: CallRecord }): VNode {
  const { errcode, status, ms } = call;
  if (ms === undefined) return <Badge look="busy" icon="clock" text={t('waiting_call')} />;
  const text = errcode === 0 ? 'ok' : String(errcode ?? status ?? t('lost'));
  return isFailedCall(call) ? (
    <Badge look="bad" icon="alert" text={text} />
  ) : (
    <Badge look="good" icon="check" text={text} />
  );
}

/** Calls that take no token: those that give one, and those of web pages that prove themselves otherwise. */
const TOKENLESS = /(?:_|\/)token$|^\/sns\/|^\/cgi-bin\/(?:showqrcode|clear_quota\/v2)$/;

/** Whether the token of a call was one. A call that took none and went well needed none. */
export function TokenBadge({ call: { token, path, errcode, ms } }: { readonly call: CallRecord }): VNode {
  if (token === 'good') return <Badge look="good" icon="check" text={t('token_good')} />;
  if (token !== 'none') return <Badge look="bad" icon="alert" text={t(`token_${token}`)} />;
  const needed = ms !== undefined && errcode !== 0 && !TOKENLESS.test(path);
  return needed ? (
    <Badge look="bad" icon="alert" text={t('token_none')} />
  ) : (
    <Badge look="plain" icon="check" text={t('token_notNeeded')} />
  );
}
