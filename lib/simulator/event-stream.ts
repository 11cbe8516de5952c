import type { ServerResponse } from 'node:http';
import { CommandError } from './command-error';
import type { LiveEvent } from './protocol';

const MAX_PAGES = 20;
/**
 * Bytes, besides all there was at first, that wait for a page which does not read; more, and it is let go. It
 * comes back by itself.
 */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** Keeps connections from being taken for dead. */
const PULSE_MS = 15_000;

/** The pages that look on. */
export interface EventStream<E = LiveEvent> {
  /** Another page; gets all there is, then what changes. */
  join(res: ServerResponse): void;
  tell(event: E): void;
  /** Shows all of them everything again. */
  resend(): void;
  close(): void;
}

/** `everything` is what a page gets first. */
export function createEventStream<E>(everything: () => E): EventStream<E> {
  /** With the most that may wait for them. */
  const pages = new Map<ServerResponse, number>();
  const write = (text: string, more = 0): void => {
    for (const [page, most] of pages) {
      page.write(text);
      pages.set(page, most + more);
      if (page.writableLength > most + more) page.destroy();
    }
  };
  const say = (event: E): string => `data: ${JSON.stringify(event)}\n\n`;
  const snapshot = (): string => say(everything());
  const pulse = setInterval(() => write(': \n\n'), PULSE_MS).unref();
  return {
    join(res) {
      if (pages.size >= MAX_PAGES) throw CommandError.because('too-many-pages', { most: MAX_PAGES });
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      res.on('close', () => pages.delete(res));
      res.on('error', () => pages.delete(res));
      const all = snapshot();
      res.write(all);
      pages.set(res, MAX_WAITING_BYTES + Buffer.byteLength(all));
    },
    tell(event) {
      if (pages.size > 0) write(say(event));
    },
    resend() {
      if (pages.size === 0) return;
      const all = snapshot();
      write(all, Buffer.byteLength(all));
    },
    close() {
      clearInterval(pulse);
      for (const page of pages.keys()) page.destroy();
    },
  };
}
