/** @import { PushRecord } from '../../protocol.ts' */

/** What tells pushes of one kind apart, the first that is there. */
const TELLING = ['Content', 'EventKey', 'Label', 'Title', 'MediaId', 'TemplateId'];
const MOST = 60;

/**
 * A few words of what a push says, for a list.
 *
 * @param {PushRecord} push
 */
export function subjectOf({ text }) {
  for (const name of TELLING) {
    const value = xmlField(text, name) ?? jsonField(text, name);
    if (value !== undefined && value !== '') return value.slice(0, MOST);
  }
  return '';
}

/**
 * @param {string} text
 * @param {string} name
 */
function xmlField(text, name) {
  const [, cdata, plain] =
    new RegExp(`<${name}>(?:<!\\[CDATA\\[(.*?)\\]\\]>|([^<]*))</${name}>`, 's').exec(text) ?? [];
  return cdata ?? plain;
}

/**
 * @param {string} text
 * @param {string} name
 */
function jsonField(text, name) {
  const [, value] = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(text) ?? [];
  return value === undefined ? undefined : String(JSON.parse(value));
}
