import { h } from '../dom.js';
import { t } from '../language.js';
import { badge } from './badge.js';
import { copyButton } from './copy.js';
import { fold } from './collapsible.js';
import { pairs } from './pairs.js';

/** @import { App } from '../app.js' */
/** @import { DeliveryRecord, PushRecord } from '../../protocol.ts' */

/**
 * One delivery: where it went, how it was signed, what went over the wire, what came back.
 *
 * @param {App} app
 * @param {PushRecord} push
 * @param {DeliveryRecord} delivery
 * @param {Set<string>} open
 */
export function createDelivery(app, push, delivery, open) {
  const { url, query, body, answer, answerText, curl, end } = delivery;
  return h(
    'div',
    { class: 'delivery' },
    fold({
      id: 'query',
      title: t('query'),
      open,
      side: signatureBadge(delivery),
      content: [
        h('p', { class: 'mono url', dir: 'ltr' }, `${push.kind === 'check' ? 'GET' : 'POST'} ${url}`),
        pairs(query),
        h(
          'p',
          { class: 'hint' },
          t(query.msg_signature === undefined ? 'signatureHint' : 'msgSignatureHint'),
        ),
      ],
    }),
    body !== '' && body !== push.text && fold({ id: 'envelope', title: t('envelope'), code: body, open }),
    end !== undefined &&
      fold({
        id: 'answer',
        title: answerText === undefined ? t('answer') : t('answerEncrypted'),
        ...(answer === '' ? { content: [h('p', { class: 'hint' }, t('emptyAnswer'))] } : { code: answer }),
        open,
      }),
    answerText !== undefined &&
      fold({ id: 'answerText', title: t('answerDecrypted'), code: answerText, open }),
    h(
      'p',
      { class: 'actions' },
      copyButton(app, t('copyCurl'), () => curl),
    ),
  );
}

/** Whether the bot believed the signature, by how it answered. @param {DeliveryRecord} delivery */
function signatureBadge({ status, end }) {
  if (end === undefined) return badge('plain', 'clock', t('signaturePending'));
  if (status === undefined) return badge('plain', 'clock', t('signatureUnknown'));
  if (status === 401 || status === 403) return badge('bad', 'close', t('signatureRefused', { status }));
  return status < 400
    ? badge('good', 'check', t('signatureTaken'))
    : badge('warn', 'alert', t('signatureOther', { status }));
}
