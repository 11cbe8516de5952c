// Makes of the page's sources what a browser runs: for the package by `npm run build`, from the sources at the first request.
const { readdirSync, statSync } = require('node:fs');
const path = require('node:path');
const { buildSync } = require('esbuild');

/** What is not for a browser. */
const SOURCE = /\.(?:tsx?|cjs)$|(?:^|\/)tsconfig\.json$/;

const shared = {
  absWorkingDir: __dirname,
  bundle: true,
  charset: 'utf8',
  legalComments: 'inline',
  outbase: __dirname,
  outdir: __dirname,
  target: 'es2023',
  write: false,
};

const PAGES = {
  ...shared,
  // The MIT licence wants to be named wherever the code is.
  banner: { js: '/*! With Preact, MIT, Copyright (c) 2015-present Jason Miller: preact.LICENSE */' },
  chunkNames: 'shared-[hash]',
  entryPoints: ['main.tsx', 'platform/main.tsx'],
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  splitting: true,
};

/** Scripts that are added to the pages of a bot. */
const SCRIPTS = {
  ...shared,
  entryPoints: ['webview/jweixin.ts', 'webview/view.ts'],
  format: 'iife',
};

/** The scripts by their path in the page. */
function bundle({ minify = false } = {}) {
  const files = [PAGES, SCRIPTS].flatMap((options) => buildSync({ ...options, minify }).outputFiles);
  return new Map(
    files.map(({ path: file, contents }) => [
      path.relative(__dirname, file).split(path.sep).join('/'),
      Buffer.from(contents),
    ]),
  );
}

/** When a source was last changed, in milliseconds since 1970. */
function changedAt() {
  const files = readdirSync(__dirname, { recursive: true }).filter((file) => /\.tsx?$/.test(file));
  return Math.max(...files.map((file) => statSync(path.join(__dirname, file)).mtimeMs));
}

module.exports = { SOURCE, bundle, changedAt };
