#!/usr/bin/env node
import { main } from './main';

const stop = new AbortController();
// The second Ctrl+C ends the process at once, as usual.
process.once('SIGINT', () => stop.abort());
// The reader of our output has closed it, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const { stdin, stdout, stderr, env } = process;
const { locale } = new Intl.DateTimeFormat().resolvedOptions();
const io = { stdin, stdout, stderr, env, cwd: process.cwd(), locale, signal: stop.signal };
void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  // An interrupted request may still be open, and must not keep the process alive.
  if (stop.signal.aborted) process.exit();
});
