import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';

/** @import { IconName } from '../icons.js' */
/** @import { CallRecord, PushRecord } from '../../protocol.ts' */

const LOOKS = /** @type {const} */ ({
  replied: ['good', 'check'],
  silent: ['plain', 'check'],
  'service-unavailable': ['bad', 'alert'],
  refused: ['bad', 'close'],
});

/**
 * What came of a push, in a word.
 *
 * @param {PushRecord} push
 */
export function outcomeBadge({ outcome, deliveries }) {
  if (outcome === undefined)
    return badge('busy', 'clock', t('deliveryNumber', { n: deliveries.length || 1 }));
  const [look, name] = LOOKS[outcome];
  return badge(look, name, t(`outcome_${outcome}`));
}

/**
 * What came of a call, in a word.
 *
 * @param {CallRecord} call
 */
export function callBadge({ errcode, status, ms }) {
  if (ms === undefined) return badge('busy', 'clock', t('waiting_call'));
  if (errcode === 0) return badge('good', 'check', 'ok');
  if (errcode !== undefined) return badge('bad', 'alert', String(errcode));
  return badge(
    status === 200 ? 'good' : 'bad',
    status === 200 ? 'check' : 'alert',
    String(status ?? t('lost')),
  );
}

/** Calls that take no token: those that give one, and those of web pages that prove themselves otherwise. */
const TOKENLESS = /(?:_|\/)token$|^\/sns\/|^\/cgi-bin\/(?:showqrcode|clear_quota\/v2)$/;

/**
 * Whether the token of a call was one. A call that took none and went well needed none.
 *
 * @param {CallRecord} call
 */
export function tokenBadge({ token, path, errcode, ms }) {
  if (token === 'good') return badge('good', 'check', t('token_good'));
  if (token !== 'none') return badge('bad', 'alert', t(`token_${token}`));
  const needed = ms !== undefined && errcode !== 0 && !TOKENLESS.test(path);
  return needed ? badge('bad', 'alert', t('token_none')) : badge('plain', 'check', t('token_notNeeded'));
}

/**
 * @param {'good' | 'bad' | 'warn' | 'plain' | 'busy'} look
 * @param {IconName} name
 * @param {string} text
 */
export const badge = (look, name, text) =>
  h('span', { class: `badge ${look}` }, icon(name), h('span', {}, text));
