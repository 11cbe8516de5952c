// The page of the offline WeChat needs no compiler: its files go to dist as they are.
import { cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
cpSync(join(root, 'lib', 'simulator', 'page'), join(root, 'dist', 'simulator', 'page'), {
  recursive: true,
  filter: (file) => basename(file) !== 'tsconfig.json',
});
// So does what the command line knows of the endpoints.
cpSync(join(root, 'lib', 'cli', 'endpoints.json'), join(root, 'dist', 'cli', 'endpoints.json'));
// So does the script that pages load for the JS-SDK.
cpSync(join(root, 'lib', 'web', 'browser'), join(root, 'dist', 'web', 'browser'), { recursive: true });
