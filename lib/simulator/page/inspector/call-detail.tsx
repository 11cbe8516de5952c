import type { VNode } from 'preact';
import type { CallRecord } from '../../protocol';
import { useApp } from '../app';
import { CopyButton } from '../copy';
import { inLanguage, t } from '../language';
import { Pairs } from '../pairs';
import { clockTime, duration } from '../time';
import { CallBadge, TokenBadge } from './badge';
import { Fold } from './collapsible';

interface CallDetailProps {
  readonly call: CallRecord;
  readonly open: Set<string>;
}

/** A call of the API: its token, its code, the request and the response. */
export function CallDetail({ call, open }: CallDetailProps): VNode {
  const { store } = useApp();
  const { id, method, path, query, body, status, errcode, rid, hint, answer, ms, at, notes = [] } = call;
  const facts = {
    [t('status')]: status,
    errcode,
    errmsg: errmsgOf(answer),
    rid,
    [t('took')]: ms === undefined ? undefined : duration(ms),
    [t('at')]: clockTime(at),
  };
  return (
    <div>
      <header class="detail-head">
        <h3>
          <span class="record-id">#A{id}</span>
          <span class="mono">
            {method} {path}
          </span>
        </h3>
        <CallBadge call={call} />
      </header>
      <p class="token-line">
        {t('accessToken')}
        <TokenBadge call={call} />
      </p>
      {notes.map(({ text }, index) => (
        <p key={index} class="problem" dir="auto">
          {inLanguage(text)}
        </p>
      ))}
      {hint !== undefined && <p class="problem">{inLanguage(hint)}</p>}
      <Pairs values={facts} />
      {Object.keys(query).length > 0 && (
        <Fold id="callQuery" title={t('query')} open={open}>
          <Pairs values={query} />
        </Fold>
      )}
      {body !== undefined && <Fold id="request" title={t('requestBody')} code={written(body)} open={open} />}
      {answer !== undefined && (
        <Fold id="response" title={t('responseBody')} code={written(answer)} open={open} />
      )}
      <p class="actions">
        <CopyButton label={t('copyCurl')} read={() => curlOf(store.get().account.apiUrl, call)} />
        {call.token !== 'none' && <span class="hint">{t('curlHint')}</span>}
      </p>
    </div>
  );
}

const errmsgOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'errmsg' in answer ? String(answer.errmsg) : undefined;

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** Returns the call as a shell command. The token is not known here, so it comes from a shell variable. */
function curlOf(apiUrl: string, { method, path, query, body, token }: CallRecord): string {
  const parameters = new URLSearchParams(query).toString();
  const parts = [parameters, token === 'none' ? '' : 'access_token=$ACCESS_TOKEN'].filter(
    (part) => part !== '',
  );
  const address = `${apiUrl}${path}${parts.length > 0 ? `?${parts.join('&')}` : ''}`;
  const data =
    body === undefined
      ? ''
      : ` \\\n  -H 'Content-Type: application/json' \\\n  --data-raw ${quoted(written(body))}`;
  return `curl -X ${method} "${address.replace(/["\\`]|\$(?!ACCESS_TOKEN)/g, (sign) => `\\${sign}`)}"${data}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
