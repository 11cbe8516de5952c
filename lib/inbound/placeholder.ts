import type { Settings } from '../config';
import { ConfigError } from '../errors';
import type { Reply } from '../model/reply-types';
import { logCut } from '../router/log-cut';
import { toReply } from './answer';

/**
 * Reads the answer to the last delivery if the run has not ended.
 *
 * @throws {ConfigError} The value is not a reply.
 */
export function readPlaceholder({ placeholder, logger }: Settings): Reply | undefined {
  try {
    const reply = toReply(placeholder, { MsgType: 'text' });
    logCut(logger, reply, { setting: 'placeholder' });
    return reply;
  } catch (cause) {
    const reason = cause instanceof ConfigError ? ` ${cause.message}` : '';
    throw new ConfigError(`"placeholder" must be text, or a reply that answers a message.${reason}`, {
      cause,
    });
  }
}
