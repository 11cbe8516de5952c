import type { VNode } from 'preact';
import type { AccountData, DataArticle } from '../../protocol';
import { NewsCard } from '../chat/news';
import { t } from '../language';
import { dayAndTime } from '../time';
import { DataId } from './templates';
import { textOfHtml } from './text-of-html';

type Entry = AccountData['drafts'][number] & Partial<Pick<AccountData['publications'][number], 'state'>>;

/** Drafts or publications, each as it looks in a chat. */
export const Articles = ({ list }: { readonly list: readonly Entry[] }): VNode => (
  <ul class="data-list">
    {list.map(({ id, at, state, articles }) => (
      <li key={id}>
        <p class="hint">
          {dayAndTime(at)}
          {state !== undefined && ` · ${t(`publication_${state}`)}`}
        </p>
        <DataId id={id} />
        {articles.length > 0 && <NewsCard articles={articles} />}
        {articles.map((article, index) => (
          <ArticleText key={index} article={article} />
        ))}
      </li>
    ))}
  </ul>
);

/** The text of an article, without its markup. */
const ArticleText = ({ article: { title, author, content } }: { readonly article: DataArticle }): VNode => (
  <details class="data-article">
    <summary dir="auto">
      {t('articleText')}: {title}
    </summary>
    {author !== '' && <p class="hint">{t('articleBy', { name: author })}</p>}
    <p class="data-text" dir="auto">
      {textOfHtml(content)}
    </p>
  </details>
);
