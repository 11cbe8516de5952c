import type { VNode } from 'preact';
import type { DeliveryRecord, PushRecord } from '../../protocol';
import { CopyButton } from '../copy';
import { t } from '../language';
import { Pairs } from '../pairs';
import { Badge } from './badge';
import { Fold } from './collapsible';

interface DeliveryProps {
  readonly push: PushRecord;
  readonly delivery: DeliveryRecord;
  readonly open: Set<string>;
}

/** One delivery: its address, its signature, and the request and response as they were sent. */
export function Delivery({ push, delivery, open }: DeliveryProps): VNode {
  const { url, query, body, answer, answerText, curl, end } = delivery;
  const answerTitle = t(answerText === undefined ? 'answer' : 'answerEncrypted');
  return (
    <div class="delivery">
      <Fold id="query" title={t('query')} open={open} side={<SignatureBadge delivery={delivery} />}>
        <p class="mono url" dir="ltr">
          {push.kind === 'check' ? 'GET' : 'POST'} {url}
        </p>
        <Pairs values={query} />
        <p class="hint">{t(query.msg_signature === undefined ? 'signatureHint' : 'msgSignatureHint')}</p>
      </Fold>
      {body !== '' && body !== push.text && (
        <Fold id="envelope" title={t('envelope')} code={body} open={open} />
      )}
      {end !== undefined && (
        <Fold id="answer" title={answerTitle} open={open} code={answer === '' ? undefined : answer}>
          {answer === '' && <p class="hint">{t('emptyAnswer')}</p>}
        </Fold>
      )}
      {answerText !== undefined && (
        <Fold id="answerText" title={t('answerDecrypted')} code={answerText} open={open} />
      )}
      <p class="actions">
        <CopyButton label={t('copyCurl')} read={() => curl} />
      </p>
    </div>
  );
}

/** Shows whether the bot accepted the signature, judged by its response. */
function SignatureBadge({ delivery: { status, end } }: { readonly delivery: DeliveryRecord }): VNode {
  if (end === undefined) return <Badge look="plain" icon="clock" text={t('signaturePending')} />;
  if (status === undefined) return <Badge look="plain" icon="clock" text={t('signatureUnknown')} />;
  if (status === 401 || status === 403)
    return <Badge look="bad" icon="close" text={t('signatureRefused', { status })} />;
  return status < 400 ? (
    <Badge look="good" icon="check" text={t('signatureTaken')} />
  ) : (
    <Badge look="warn" icon="alert" text={t('signatureOther', { status })} />
  );
}
