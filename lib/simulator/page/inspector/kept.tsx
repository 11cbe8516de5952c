import type { VNode } from 'preact';
import type { UserState } from '../../protocol';
import { usePage } from '../app';
import { t } from '../language';
import { userOf } from '../model';
import { Pairs } from '../pairs';
import { Code } from './code';

/** The bot's stored data about the user: the session, and the form or dialogue that waits for an answer. */
export function Kept(): VNode {
  const user = usePage((page) => userOf(page, page.openid));
  return (
    <section class="group">
      <h3>{t('keptTitle')}</h3>
      <div class="kept">
        {user?.kept === undefined ? <p class="hint">{t('keptNothing')}</p> : <KeptParts kept={user.kept} />}
      </div>
    </section>
  );
}

function KeptParts({ kept }: { readonly kept: NonNullable<UserState['kept']> }): VNode {
  const { session, conversation } = kept;
  return (
    <>
      {conversation !== undefined && <OpenConversation conversation={conversation} />}
      <Json title={t('keptSession')} code={session} />
    </>
  );
}

function OpenConversation({ conversation }: { readonly conversation: object }): VNode {
  // The bot may store anything here. Known fields are shown by name, and the whole value below them.
  const { name, version, asked, tries, log } = conversation as Readonly<Record<string, unknown>>;
  return (
    <>
      <Pairs
        values={{
          [t('keptConversation')]: text(name),
          [t('keptVersion')]: text(version),
          [t('keptAsked')]: text(asked),
          [t('keptTries')]: tries === 0 ? undefined : text(tries),
        }}
      />
      <Json title={t('keptLog')} code={JSON.stringify(Array.isArray(log) ? log : [])} />
    </>
  );
}

const text = (value: unknown): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

const Json = ({ title, code }: { readonly title: string; readonly code: string }): VNode => (
  <>
    <h4>{title}</h4>
    <Code code={code} label={title} />
  </>
);
