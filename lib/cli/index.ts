#!/usr/bin/env node
import { main } from './main';

const stop = new AbortController();
// The second one ends the process at once, as usual.
process.once('SIGINT', () => stop.abort());
// Whoever read our output has gone, such as `head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const { stdin, stdout, stderr, env } = process;
const { locale } = new Intl.DateTimeFormat().resolvedOptions();
const io = { stdin, stdout, stderr, env, cwd: process.cwd(), locale, signal: stop.signal };
void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  // What was interrupted may still be on its way; nobody waits for it.
  if (stop.signal.aborted) process.exit();
});
