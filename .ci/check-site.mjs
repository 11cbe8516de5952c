// Looks at the built site as readers do: pages of each kind in a real Chromium, light and dark, for axe's rules and at a width of 320 px; and
// that the search finds Chinese words. `npm run docs:build` comes first.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const site = join(import.meta.dirname, '..', 'dist-docs');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const PAGES = [
  '/',
  '/getting-started',
  '/routing',
  '/five-seconds',
  '/errors',
  '/error-codes',
  '/platform',
  '/testing',
  '/api/',
  '/api/draft',
  '/api/templateMessage',
  '/errors/45015',
  '/errors/40001',
  '/recordings',
  '/en/',
  '/en/getting-started',
  '/en/settings',
  '/en/simulator',
  '/en/api/menu',
  '/en/errors/40001',
  '/en/types/',
  '/en/types/offiaccount/',
  '/en/types/offiaccount/functions/wechat',
  '/en/types/offiaccount/interfaces/Router',
];

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

function fileOf(path) {
  const inside = normalize(join(site, decodeURIComponent(path)));
  const candidates = [inside, `${inside}.html`, join(inside, 'index.html')];
  return candidates.find((file) => file.startsWith(site) && existsSync(file) && statSync(file).isFile());
}

const server = createServer((req, res) => {
  const file = fileOf(new URL(req.url, 'http://localhost').pathname);
  if (file === undefined) return res.writeHead(404).end();
  res.writeHead(200, {
    'Content-Type': `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`,
  });
  res.end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const program = ['chromium', 'google-chrome', 'chromium-browser']
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const problems = [];

async function lookAt(path, colorScheme) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${path}: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${path}: ${response.status()} ${response.url()}`);
  });
  await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, nodes } of violations)
    problems.push(`${path} (${colorScheme}): ${id}, ${nodes.length}×: ${nodes[0].html.slice(0, 160)}`);
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 320) problems.push(`${path}: ${wide} px wide at 320`);
  await context.close();
}

async function search(start, word, expected) {
  const page = await browser.newPage();
  await page.goto(`${origin}${start}`, { waitUntil: 'networkidle' });
  await page.locator('#local-search button').first().click();
  await page.locator('#localsearch-input').fill(word);
  const found = page.locator('#localsearch-list a', { hasText: expected });
  await found
    .first()
    .waitFor({ timeout: 20_000 })
    .catch(() => problems.push(`search: ${word} does not find ${expected}`));
  await page.close();
}

try {
  for (const path of PAGES) for (const scheme of ['light', 'dark']) await lookAt(path, scheme);
  await search('/', '创建标签', '标签');
  await search('/en/', 'customer-service', 'service');
  for (const file of ['llms.txt', 'en/llms.txt', 'tokens.md', 'en/tokens.md'])
    if (!existsSync(join(site, file))) problems.push(`There is no ${file}.`);
} finally {
  await browser.close();
  server.close();
}
for (const problem of [...new Set(problems)]) console.error(problem);
console.log(`${PAGES.length} pages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
