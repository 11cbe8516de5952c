/** Stands for code, not for a value. */
export class Code {
  constructor(readonly text: string) {}
}

const WIDTH = 90;

/** A value as JavaScript, on several lines where one would be long. */
export function print(value: unknown, indent = '  '): string {
  if (value instanceof Code) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = (inner: string): string[] =>
    Array.isArray(value)
      ? value.map((each) => print(each, inner))
      : Object.entries(value).map(([key, each]) => `${nameOf(key)}: ${print(each, inner)}`);
  const [open, close, space] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  const line = `${open}${space}${parts(indent).join(', ')}${space}${close}`;
  if (line.length <= WIDTH && !line.includes('\n')) return line.replace('{  }', '{}');
  const inner = `${indent}  `;
  return `${open}\n${inner}${parts(inner).join(`,\n${inner}`)},\n${indent}${close}`;
}

const nameOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));
