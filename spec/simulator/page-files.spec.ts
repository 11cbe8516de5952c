import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeAll, start } from './support';

const folder = join(__dirname, '../../lib/simulator/page');
afterEach(closeAll);

describe('the files of the page', () => {
  it('are made of their sources when they are asked for, as a browser takes them', async () => {
    const { ask } = await start({ url: 'http://127.0.0.1:9/' });
    for (const path of ['main.js', 'platform/main.js', 'webview/jweixin.js', 'webview/view.js']) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(await answer.text()).not.toMatch(/\binterface\b|: VNode|from ['"]preact/);
    }
  });

  it('are no sources, and nothing that makes them', async () => {
    const { ask } = await start({ url: 'http://127.0.0.1:9/' });
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(?:tsx?|cjs|json)$/.test(file),
    );
    expect(sources.length).toBeGreaterThan(60);
    for (const path of sources) expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  it('hold each script and style that a page names, and nothing of another host', async () => {
    const { ask } = await start({ url: 'http://127.0.0.1:9/' });
    for (const page of ['index.html', 'platform.html']) {
      const html = readFileSync(join(folder, page), 'utf8');
      const named = [...html.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
      expect(named.length).toBeGreaterThan(4);
      for (const path of named) expect([path, (await ask(path)).status]).toEqual([path, 200]);
    }
  });
});
