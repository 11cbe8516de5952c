import type { PushRecord } from '../../protocol';

/** What tells pushes of one kind apart, the first that is there. */
const TELLING = ['Content', 'EventKey', 'Label', 'Title', 'MediaId', 'TemplateId'];
const MAX_LENGTH = 60;

/** A few words of what a push says, for a list. */
export function subjectOf({ text }: PushRecord): string {
  for (const name of TELLING) {
    const value = fieldOf(text, name);
    if (value !== undefined && value !== '') return value.slice(0, MAX_LENGTH);
  }
  return '';
}

/** A field of a push, in XML or JSON. */
const fieldOf = (text: string, name: string): string | undefined =>
  xmlField(text, name) ?? jsonField(text, name);

function xmlField(text: string, name: string): string | undefined {
  const [, cdata, plain] =
    new RegExp(`<${name}>(?:<!\\[CDATA\\[(.*?)\\]\\]>|([^<]*))</${name}>`, 's').exec(text) ?? [];
  return cdata ?? plain;
}

function jsonField(text: string, name: string): string | undefined {
  const [, value] = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(text) ?? [];
  return value === undefined ? undefined : String(JSON.parse(value));
}
