const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as text, whatever is in it. */
export const escape = (text: string): string => text.replace(/[&<>"]/g, (each) => ENTITIES[each] ?? each);

/** A page of the site; `body` is HTML. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<main>
<h1>${escape(title)}</h1>
${body}
</main>
`;
