import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set by `.config/node-environment.cjs`. */
declare const loadByNode: (from: string, name: string) => unknown;

const CACHE = join(__dirname, '../../node_modules/.cache/hosts');

/** Packages in a folder of their own, installed when they are not there yet: of some, two versions are tried. */
export function installed(name: string, packages: Readonly<Record<string, string>>) {
  const folder = join(CACHE, name);
  const wanted = Object.entries(packages).map(([each, version]) => `${each}@${version}`);
  const done = join(folder, `.installed-${wanted.join(',').replace(/[^\w.@,-]/g, '_')}`);
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--save-exact'];
    execFileSync('npm', [...args, ...wanted], { cwd: folder, stdio: 'ignore' });
    writeFileSync(done, '');
  }
  return {
    folder,
    /** Loads one by Node itself: some are ES modules, which the loader of the specs does not take. */
    load: (each: string, from = folder): unknown => loadByNode(join(from, 'package.json'), each),
  };
}
