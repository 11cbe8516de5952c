import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing is loaded, and nothing is kept, but what tells of barriers. */
const OPTIONS = `{ resultTypes: ['violations'], preload: false, elementRef: false }`;

/** What axe calls serious or critical in what is shown now, as lines that say where. */
export async function barriers(page: Page): Promise<string[]> {
  // Until it is loaded again, a page keeps it.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe);
  // The script defines it.
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${OPTIONS})`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
}

/** Whether nothing is wider than the page. */
export const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
