/** @import { Command, CommandAnswer } from '../protocol.ts' */
/** @import { PageState } from './model.js' */
/** @import { Store } from './store.js' */

/**
 * What every part of the page gets.
 *
 * @typedef {{
 *   readonly store: Store<PageState>,
 *   readonly act: (command: Command) => Promise<CommandAnswer | undefined>,
 *   readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>,
 *   readonly toast: (text: string, kind?: 'bad' | 'good') => void,
 *   readonly remount: () => void,
 * }} App
 */

export {};
