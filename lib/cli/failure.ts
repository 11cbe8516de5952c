import { mask } from '../api/mask';
import { LOCAL } from '../api/settings';
import { ApiError, ConfigError, hintFor, TransportError, WeChatError } from '../index';
import type { Language } from '../language';
import { EXIT, InterruptedError, UsageError } from './exit';
import type { Exit } from './exit';
import type { CliContext } from './cli-context';
import { forTerminal } from './terminal';
import { say } from './words';

/** Prints why a command failed, and what helps. It never prints a secret or a stack. */
export function tellFailure(error: unknown, run: CliContext): Exit {
  const { io, settings, json, language } = run;
  run.progress('');
  if (error instanceof InterruptedError) return EXIT.interrupted;
  const told = (): string => inWords(error, language, failedAtOf(run));
  const hide = (text: string): string => forTerminal(mask(text, settings.secrets()));
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  if (json && !isUsage)
    io.stdout.write(`${hide(JSON.stringify({ error: describe(error, told(), language) }, undefined, 2))}\n`);
  else io.stderr.write(`${hide(`offiaccount: ${told()}`)}\n`);
  return isUsage ? EXIT.usage : EXIT.failed;
}

function inWords(error: unknown, language: Language, place: FailedAt): string {
  if (error instanceof UsageError) return error.say(language);
  if (error instanceof ApiError) {
    const { endpoint, errcode, errmsg } = error;
    return say(language, 'api-failed', { endpoint, errcode, errmsg, hint: hintFor(error, language) });
  }
  if (error instanceof TransportError) {
    const { sent, message, address: where = place.where } = error;
    return say(language, 'no-answer', { reason: reasonOf(error), sent, message, ...place, where });
  }
  const message = messageOf(error);
  return say(language, error instanceof ConfigError ? 'not-possible' : 'unexpected', { message });
}

/** The destination of calls. */
interface FailedAt {
  readonly where: string;
  /** Whether calls use a proxy already, or do not need one. */
  readonly hasWay: boolean;
}

function failedAtOf({ settings }: CliContext): FailedAt {
  const [host, proxy] = (['apiHost', 'proxy'] as const).map(settings.given);
  const isLocal = host !== undefined && LOCAL.test(host);
  if (proxy !== undefined && !isLocal) return { where: nameOf(proxy), hasWay: true };
  return { where: host ?? 'api.weixin.qq.com', hasWay: isLocal };
}

/** Removes the user and the password from the address of a proxy. */
const nameOf = (proxy: string): string => proxy.replace(/^.*(?:@|:\/\/)/, '');

/** Returns why there was no response. If a token is missing, the reason is why it did not come. */
const reasonOf = ({ reason, cause }: TransportError): string =>
  reason === 'token' && cause instanceof TransportError ? reasonOf(cause) : reason;

function describe(error: unknown, message: string, language: Language): object {
  if (error instanceof ApiError) {
    const { code, endpoint, errcode, errmsg, rid, retryAfter } = error;
    return { code, message, endpoint, errcode, errmsg, rid, hint: hintFor(error, language), retryAfter };
  }
  if (error instanceof TransportError)
    return { code: error.code, message, reason: error.reason, sent: error.sent };
  return { code: error instanceof WeChatError ? error.code : 'other', message };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
