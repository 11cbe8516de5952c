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

/** A result in one word. */
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

/** The result of a push. */
export function OutcomeBadge({ push: { outcome, deliveries } }: { readonly push: PushRecord }): VNode {
  if (outcome === undefined)
    return <Badge look="busy" icon="clock" text={t('deliveryNumber', { n: deliveries.length || 1 })} />;
  const [look, icon] = LOOKS[outcome];
  return <Badge look={look} icon={icon} text={t(`outcome_${outcome}`)} />;
}

/** The result of a call. */
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

/** Calls without a token: those that return one, and those of web pages, which use other proof. */
const TOKENLESS = /(?:_|\/)token$|^\/sns\/|^\/cgi-bin\/(?:showqrcode|clear_quota\/v2)$/;

/** Shows whether the token of a call was valid. A call that succeeded without a token needed none. */
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
