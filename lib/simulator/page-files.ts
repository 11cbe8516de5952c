import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import express from 'express';
import type { RequestHandler } from 'express';

/** What makes the page of its sources: `page/build.cjs`, which is not in the package. */
interface PageBuild {
  bundle(): ReadonlyMap<string, Buffer>;
  /** When a source was last changed. */
  changedAt(): number;
}

const FOLDER = join(__dirname, 'page');
const BUILD = join(FOLDER, 'build.cjs');
/** In the package the page is built; among the sources it is made when it is first asked for. */
const IS_SOURCE = existsSync(BUILD);

let build: PageBuild | undefined;
let made: { readonly at: number; readonly files: ReadonlyMap<string, Buffer> } | undefined;

/** The scripts of the page, of its sources as they are now. */
function bundled(): ReadonlyMap<string, Buffer> {
  build ??= createRequire(__filename)(BUILD) as PageBuild;
  const at = build.changedAt();
  if (made === undefined || made.at < at) made = { at, files: build.bundle() };
  return made.files;
}

/** Serves the files of the page; `index` is the one that its address shows. */
export function servePageFiles(index: 'index.html' | 'platform.html'): RequestHandler {
  const files = express.static(FOLDER, { cacheControl: false, index });
  if (!IS_SOURCE) return files;
  return (req, res, next) => {
    const path = req.path.slice(1);
    if (!/\.(?:[cm]?js|json|tsx?)$/.test(path)) {
      files(req, res, next);
      return;
    }
    const script = bundled().get(path);
    if (script === undefined) next();
    else res.type('text/javascript').send(script);
  };
}

/** A script of the page, by its path. */
export const readPageScript = (path: string): string =>
  IS_SOURCE ? String(bundled().get(path) ?? '') : readFileSync(join(FOLDER, path), 'utf8');
