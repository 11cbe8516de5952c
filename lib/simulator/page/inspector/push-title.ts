import type { PushRecord } from '../../protocol';

/** The fields that tell pushes of one kind apart. The first one that is present is shown. */
const TELLING = ['Content', 'EventKey', 'Label', 'Title', 'MediaId', 'TemplateId'];
const MAX_LENGTH = 60;

/** Returns a few words about a push, for a list. */
export function subjectOf({ text }: PushRecord): string {
  for (const name of TELLING) {
    const value = fieldOf(text, name);
    if (value !== undefined && value !== '') return value.slice(0, MAX_LENGTH);
  }
  return '';
}

/** Returns a field of a push, in XML or JSON. */
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
