import { join } from 'node:path';

/** Loads a package by Node itself, as those must be that are ES modules only: the loader of the specs does not take these. */
export const fromNode = (name: string): unknown =>
  process.getBuiltinModule('node:module').createRequire(join(__dirname, 'node-modules.ts'))(name);
