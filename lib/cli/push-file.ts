/** The fields that decide how a push is handled. */
const NAMES = ['FromUserName', 'ToUserName', 'MsgType', 'Event', 'InfoType', 'AppId'] as const;

/** What the bytes of a push show; they need not be well-formed. */
export interface PushLook {
  /** Undefined if it is neither. */
  readonly format: 'xml' | 'json' | undefined;
  readonly fields: Readonly<Partial<Record<(typeof NAMES)[number], string>>>;
}

/** Reads a push without checking its form, because the user may send any bytes. */
export function lookAt(bytes: Buffer): PushLook {
  const text = bytes.toString();
  const [first] = /\S/.exec(text) ?? [];
  const format = first === '{' ? 'json' : first === '<' ? 'xml' : undefined;
  const read = format === 'json' ? fromJson : fromXml;
  const fields = NAMES.flatMap((name) => {
    const value = read(name, text);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { format, fields: Object.fromEntries(fields) };
}

const fromXml = (name: string, text: string): string | undefined => {
  const [, marked, plain] =
    new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[(.*?)\\]\\]>|([^<]*))`, 's').exec(text) ?? [];
  return marked ?? plain?.trim();
};

const fromJson = (name: string, text: string): string | undefined =>
  new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]*)"`).exec(text)?.[1];
