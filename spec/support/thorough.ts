/**
 * `npm run test:thorough` runs what takes minutes as well: packages that are installed, other test runners, ten thousand messages. `npm test` has
 * a smaller form of each.
 */
export const isThorough = (globalThis as { readonly THOROUGH?: boolean }).THOROUGH === true;

/** Specs of which another one holds the most part in less time. */
export const describeThorough = isThorough ? describe : describe.skip;
export const itThorough = isThorough ? it : it.skip;

/** How often something random is tried. */
export const trials = (few: number, many: number): number => (isThorough ? many : few);
