/** One part of a form. */
export interface FormPart {
  readonly name: string;
  /** Absent for text, and where only the form is used that WeChat does not know: `filename*=`. */
  readonly filename: string | undefined;
  readonly type: string;
  readonly data: Buffer;
}

const MAX_PARTS = 20;
const EMPTY_LINE = '\r\n\r\n';

/** What stands between the parts, as the header says it; else, and then `isGuessed`, as the body begins. */
export function boundaryOf(contentType: string, body: Buffer): { boundary?: string; isGuessed: boolean } {
  const stated = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (stated !== undefined) return { boundary: stated, isGuessed: false };
  const begins = /^(?:\r\n)?--([^\r\n]{1,70})\r\n/.exec(body.toString('latin1', 0, 80))?.[1];
  return begins === undefined ? { isGuessed: false } : { boundary: begins, isGuessed: true };
}

/** The parts of a `multipart/form-data` body, as far as they can be read. */
export function readMultipart(body: Buffer, boundary: string): FormPart[] {
  const parts: FormPart[] = [];
  let start = body.indexOf(`--${boundary}\r\n`);
  while (start !== -1 && parts.length < MAX_PARTS) {
    start += boundary.length + 4;
    const end = body.indexOf(`\r\n--${boundary}`, start);
    if (end === -1) break;
    const part = readPart(body.subarray(start, end));
    if (part !== undefined) parts.push(part);
    start = body.indexOf(`--${boundary}\r\n`, end);
  }
  return parts;
}

function readPart(part: Buffer): FormPart | undefined {
  const end = part.indexOf(EMPTY_LINE);
  if (end === -1) return undefined;
  const head = part.toString('utf8', 0, end);
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    filename: /[;\s]filename="([^"]*)"/i.exec(head)?.[1],
    type: /^content-type:\s*([^\r\n]+)/im.exec(head)?.[1]?.trim() ?? '',
    data: part.subarray(end + EMPTY_LINE.length),
  };
}
