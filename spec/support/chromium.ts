import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Names of the program, the one that Debian uses first. */
const PROGRAMS = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/** Nothing that asks the network, and nothing that needs a display or a sandbox of its own. */
const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is: at `CHROME_PATH`, else on the path. On Debian as root, or in CI, it is installed first. */
export function findChromium(): string | undefined {
  const found = locate();
  if (found !== undefined) return found;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian || process.env.CI) {
    process.stderr.write('Installing chromium with apt-get for the specs.\n');
    try {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch {
      process.stderr.write('apt-get could not install chromium.\n');
    }
  }
  const installed = locate();
  if (installed === undefined && process.env.CI) throw new Error('CI needs a Chromium for these specs.');
  if (installed === undefined)
    process.stderr.write('SKIPPED: no Chromium here, so specs in a browser do not run.\n');
  return installed;
}

/** `describe`, or `describe.skip` where there is no Chromium. */
export const describeInChromium = (): jest.Describe =>
  findChromium() === undefined ? describe.skip : describe;

/** Starts Chromium with a profile of its own, which goes away with it. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium() ?? '', args: ARGS });

function locate(): string | undefined {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') {
    if (existsSync(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH is "${CHROME_PATH}", where there is nothing.`);
  }
  for (const program of PROGRAMS)
    try {
      return execFileSync('which', [program], { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    } catch {
      // Then by the next name.
    }
  return undefined;
}
