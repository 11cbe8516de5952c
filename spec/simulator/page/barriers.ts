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

/** What is not to be reached: the page, where it is wider than its window, and controls cut off where nothing scrolls. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const scrolls = (element) =>
      element !== null && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth || scrolls(element.parentElement));
    const isCut = (element) => {
      const { left, right, width } = element.getBoundingClientRect();
      // What readers alone are told lies outside on purpose.
      return width > 1 && element.checkVisibility({ visibilityProperty: true }) && (left < -1 || right > innerWidth + 1) && !scrolls(element.parentElement);
    };
    const controls = [...document.querySelectorAll('button, a, input, select, textarea')].filter(isCut);
    const page = document.documentElement;
    return [...(page.scrollWidth > innerWidth ? [page] : []), ...controls].map((each) => each.tagName + ' ' + (each.getAttribute('aria-label') ?? each.textContent.slice(0, 40)));
  })()`);
