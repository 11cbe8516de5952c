import type { LogFields, Logger } from '../logger';
import { bytesBeforeCut } from '../model/check-reply';
import { MAX_TEXT } from '../model/cut-text';
import type { Reply } from '../model/reply-types';

/** Says that a text was cut, of which the user sees only the beginning. */
export function logCut(logger: Logger, reply: Reply | undefined, fields: LogFields): void {
  const bytes = reply && bytesBeforeCut(reply);
  if (bytes === undefined) return;
  logger.warn(
    { event: 'text-cut', bytes, ...fields },
    `A text of ${bytes} bytes was cut to ${MAX_TEXT}, the most that WeChat takes in one message. Send the rest with ctx.send().`,
  );
}
