import type { VNode } from 'preact';
import type { ShownArticle } from '../../protocol';
import { t } from '../language';
import { CardTo, Cover } from './cards';

/**
 * Articles as WeChat shows them: one with its summary, or the first one large and the others in a list below.
 */
export function NewsCard({ articles }: { readonly articles: readonly ShownArticle[] }): VNode {
  const [first, ...more] = articles;
  if (first === undefined) return <div class="card">{t('noArticle')}</div>;
  if (more.length === 0)
    return (
      <CardTo address={first.url} class="card news-card">
        <Cover url={first.picture} class="cover" />
        <span class="card-title">{first.title}</span>
        {first.digest !== '' && <span class="card-text">{first.digest}</span>}
      </CardTo>
    );
  return (
    <div class="card news-list">
      <CardTo address={first.url} class="news-first">
        <Cover url={first.picture} class="cover" />
        <span class="news-title">{first.title}</span>
      </CardTo>
      {more.map(({ url, title, picture }, index) => (
        <CardTo key={index} address={url} class="news-item">
          <span class="news-title">{title}</span>
          <Cover url={picture} class="thumb" />
        </CardTo>
      ))}
    </div>
  );
}
