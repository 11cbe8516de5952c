import type { Clock } from './clock';

/** Fields of a log line: never a body, a token or a key. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where log lines go. A pino logger fits as it is. */
export interface Logger {
  /** What is no trouble, such as a call through `relay()`. Without it, `warn` gets that. */
  info?(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Writes to the console, a line each; below an error's, where it was thrown. */
export const consoleLogger: Logger = {
  info: (fields, message) => console.info(...toLine(fields, message)),
  warn: (fields, message) => console.warn(...toLine(fields, message)),
  error: (fields, message) => console.error(...toLine(fields, message)),
};

/** By the logger that was given: one that never throws. */
const safe = new WeakMap<object, Logger>();

/**
 * The same logger, but one that never throws, since a log is no reason for a bot to end. What it fails to
 * write, as an error with a circle in it or a full disk, goes to the console without its fields.
 */
export function safeLogger(logger: Logger): Logger {
  let made = safe.get(logger);
  if (made !== undefined) return made;
  const write =
    (level: keyof Logger) =>
    (fields: LogFields, message: string): void => {
      try {
        // A method, since loggers are objects of classes; and what it gives, people write as they like.
        const written = (logger as Record<keyof Logger, (...line: unknown[]) => unknown>)[level](
          fields,
          message,
        );
        if (written instanceof Promise) written.catch(() => writeAlone(message));
      } catch {
        writeAlone(message);
      }
    };
  made = {
    ...(logger.info !== undefined && { info: write('info') }),
    warn: write('warn'),
    error: write('error'),
  };
  safe.set(logger, made);
  safe.set(made, made);
  return made;
}

function writeAlone(message: string): void {
  try {
    console.error(`offiaccount: ${message} (The logger failed to write this line.)`);
  } catch {
    // Nowhere is left to write to.
  }
}

function toLine(fields: LogFields, message: string): unknown[] {
  const told: string[] = [];
  const errors: unknown[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'object' && value !== null) errors.push(value);
    else if (value !== undefined && name !== 'event') {
      const text = printable(value);
      // The message has the reason in it.
      if (name !== 'reason') told.push(`${name} ${text}`);
    }
  }
  return [`offiaccount: ${message}${told.length === 0 ? '' : ` (${told.join(', ')})`}`, ...errors];
}

/**
 * Writes a line unless one of the same event, with the same `code` if it has one, was written within the last
 * minute.
 */
export type QuietLog = (
  level: keyof Logger,
  fields: LogFields & { readonly event: string; readonly code?: string | undefined },
  message: string,
) => void;

const LOG_INTERVAL_MS = 60_000;

/** For what would otherwise be said with every message or call. */
export function quietLog(logger: Logger, clock: Clock): QuietLog {
  const log = safeLogger(logger);
  // A handful of kinds.
  const written = new Map<string, number>();
  return (level, fields, message) => {
    const now = clock.monotonic();
    const kind = fields.code === undefined ? fields.event : `${fields.event} ${fields.code}`;
    if (now < (written.get(kind) ?? -Infinity) + LOG_INTERVAL_MS) return;
    written.set(kind, now);
    if (log[level] === undefined) log.warn(fields, message);
    else log[level](fields, message);
  };
}

const MAX_PRINTABLE_CHARS = 64;

/** A value from outside as one short line: control characters escaped, cut at 64 characters. */
export function printable(value: unknown): string {
  const line = String(value)
    .slice(0, MAX_PRINTABLE_CHARS + 1)
    // Everything below space, DEL, C1 controls, line separators and lone surrogates could forge or garble a
    // line.
    .replace(
      /[\p{Cc}\u2028\u2029\p{Cs}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return line.length > MAX_PRINTABLE_CHARS ? `${line.slice(0, MAX_PRINTABLE_CHARS)}…` : line;
}
