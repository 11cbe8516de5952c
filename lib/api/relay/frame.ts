/** JSON and bytes in one body: the length of the JSON in four bytes, the JSON, the bytes. */
export interface Frame {
  readonly head: unknown;
  readonly bytes: Buffer;
}

const LENGTH_BYTES = 4;

export function writeFrame(head: unknown, ...bytes: readonly Uint8Array[]): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, ...bytes]);
}

/** Undefined for what is none. */
export function readFrame(body: Buffer): Frame | undefined {
  if (body.length < LENGTH_BYTES) return undefined;
  const end = LENGTH_BYTES + body.readUInt32BE(0);
  if (end > body.length) return undefined;
  try {
    const head: unknown = JSON.parse(body.toString('utf8', LENGTH_BYTES, end));
    return { head, bytes: body.subarray(end) };
  } catch {
    return undefined;
  }
}
