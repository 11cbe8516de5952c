import type { IncomingMessage } from 'node:http';

/** Bytes of an answer that are read; WeChat's own replies are a few KiB, and pages of an app some hundred. */
const MAX_BYTES = 1024 * 1024;

/** An app answered with more than 1 MiB, or without end; the rest was not read. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  /** Told in words like the codes of the system. */
  readonly code = 'ANSWER_TOO_LARGE';

  constructor() {
    super('The answer has more than 1 MiB');
  }
}

/** Reads the body of an app's answer. Of what is too large the connection ends. */
export async function readResponse(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the response, and its connection with it.
    if (size > MAX_BYTES) throw new AnswerTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
