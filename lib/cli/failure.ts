import { mask } from '../api/mask';
import { ApiError, ConfigError, TransportError, WeChatError } from '../index';
import { EXIT, Interrupted, UsageError } from './exit';
import type { Exit } from './exit';
import type { Run } from './run';

/** Tells why a command failed, with what helps; never with a secret or a stack. */
export function tellFailure(error: unknown, run: Run): Exit {
  const { io, settings, json } = run;
  run.progress('');
  if (error instanceof Interrupted) return EXIT.interrupted;
  const hide = (text: string): string => mask(text, settings.secrets());
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  if (json && !isUsage)
    io.stdout.write(`${hide(JSON.stringify({ error: describe(error) }, undefined, 2))}\n`);
  else io.stderr.write(`${hide(`offiaccount: ${inWords(error)}`)}\n`);
  return isUsage ? EXIT.usage : EXIT.failed;
}

function inWords(error: unknown): string {
  if (!(error instanceof ApiError)) return messageOf(error);
  const { endpoint, errcode, errmsg, hint } = error;
  return `${endpoint} answered ${errcode}: ${errmsg}${hint === undefined ? '' : `\n${hint}`}`;
}

function describe(error: unknown): object {
  const message = messageOf(error);
  if (error instanceof ApiError) {
    const { code, endpoint, errcode, errmsg, rid, hint, retryAfter } = error;
    return { code, message, endpoint, errcode, errmsg, rid, hint, retryAfter };
  }
  if (error instanceof TransportError)
    return { code: error.code, message, reason: error.reason, sent: error.sent };
  return { code: error instanceof WeChatError ? error.code : 'other', message };
}

/** Makes a mistake of the user's, in a file or an argument, of what `read` throws. */
export function orUsage<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${what}: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
