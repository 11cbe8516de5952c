// The page of the offline WeChat is built here: whoever uses the package needs no compiler.
import { copyFileSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const source = join(root, 'lib', 'simulator', 'page');
const page = join(root, 'dist', 'simulator', 'page');
const { SOURCE, bundle } = require(join(source, 'build.cjs'));
for (const file of readdirSync(source, { recursive: true }))
  if (statSync(join(source, file)).isFile() && !SOURCE.test(file))
    cpSync(join(source, file), join(page, file));
for (const [path, script] of bundle({ minify: true })) {
  mkdirSync(dirname(join(page, path)), { recursive: true });
  writeFileSync(join(page, path), script);
}
copyFileSync(join(dirname(require.resolve('preact/package.json')), 'LICENSE'), join(page, 'preact.LICENSE'));
// So does what the command line knows of the endpoints.
cpSync(join(root, 'lib', 'cli', 'endpoints.json'), join(root, 'dist', 'cli', 'endpoints.json'));
// So does the script that pages load for the JS-SDK.
cpSync(join(root, 'lib', 'web', 'browser'), join(root, 'dist', 'web', 'browser'), { recursive: true });
