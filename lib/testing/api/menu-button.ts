import type { ActionButton, ParentButton, SelfMenuButton } from '../../api/types';
import { keep, readFields, text } from './fields';
import type { Limit } from './fields';
import { LIMITS } from './limits';
import { ApiRefusalError } from './api-refusal-error';

/** A button as it was created, with a `sub_button` that may be empty. */
export interface Button extends Partial<Record<Need, string>> {
  readonly type?: string;
  readonly name: string;
  readonly sub_button: readonly Button[];
}

/** The same as the client knows it. */
export type MadeButton = Action | MadeParent;

interface MadeParent extends ParentButton {
  readonly sub_button: readonly Action[];
}

type Action = ActionButton & { readonly sub_button: readonly never[] };

type GivenButton = Readonly<Partial<Record<Need | 'type' | 'name' | 'sub_button', unknown>>>;

type Need = 'key' | 'url' | 'appid' | 'pagepath' | 'media_id' | 'article_id';

/** What a button of each type must have. */
const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  click: ['key'],
  scancode_push: ['key'],
  scancode_waitmsg: ['key'],
  pic_sysphoto: ['key'],
  pic_photo_or_album: ['key'],
  pic_weixin: ['key'],
  location_select: ['key'],
  view: ['url'],
  miniprogram: ['url', 'appid', 'pagepath'],
  media_id: ['media_id'],
  view_limited: ['media_id'],
  article_id: ['article_id'],
  article_view_limited: ['article_id'],
};

/** Checks a menu: 1 to 3 buttons, with up to 5 each below them. */
export function checkButtons(given: readonly GivenButton[]): MadeButton[] {
  keep(LIMITS.buttons, given.length, 'button');
  return given.map((button, index) => {
    const at = `button[${index}]`;
    const name = checkName(button, at, LIMITS.buttonName);
    const below = button.sub_button;
    if (!Array.isArray(below) || below.length === 0) return checkAction(button, name, at);
    keep(LIMITS.subButtons, below.length, `${at}.sub_button`);
    const sub_button = below.map((each: unknown, number) => checkSub(each, `${at}.sub_button[${number}]`));
    return { name, sub_button };
  });
}

function checkSub(given: unknown, at: string): Action {
  if (typeof given !== 'object' || given === null)
    throw new ApiRefusalError(47001, `"${at}" must be an object`);
  const button = given as GivenButton; // As just tested.
  if (Array.isArray(button.sub_button) && button.sub_button.length > 0)
    throw new ApiRefusalError(40022, `"${at}" may not have buttons below it`);
  return checkAction(button, checkName(button, at, LIMITS.subButtonName), at);
}

function checkName({ name }: GivenButton, at: string, limit: Limit): string {
  keep(limit, typeof name === 'string' ? Buffer.byteLength(name) : 0, `${at}.name`);
  return String(name);
}

function checkAction(button: GivenButton, name: string, at: string): Action {
  const { type } = button;
  if (type === undefined) throw new ApiRefusalError(65308, `"${at}" has neither "type" nor "sub_button"`);
  const needs = typeof type === 'string' && Object.hasOwn(NEEDS, type) ? NEEDS[type] : undefined;
  if (typeof type !== 'string' || needs === undefined)
    throw new ApiRefusalError(40017, `"${at}.type" is ${JSON.stringify(type)}`);
  const fields: Partial<Record<Need, string>> = {};
  for (const need of needs) {
    if (button[need] === undefined && need === 'key')
      throw new ApiRefusalError(40019, `"${at}.key" is missing`);
    if (button[need] === undefined && need === 'url')
      throw new ApiRefusalError(40020, `"${at}.url" is missing`);
    const { [need]: value = '' } = readFields({ [need]: text }, button, `${at}.`);
    if (need === 'key') keep(LIMITS.buttonKey, Buffer.byteLength(value), `${at}.key`);
    if (need === 'url') keep(LIMITS.buttonUrl, Buffer.byteLength(value), `${at}.url`);
    fields[need] = value;
  }
  // Of a type that is known, with all that the table says it needs.
  return { type, name, ...fields, sub_button: [] } as unknown as Action;
}

/** A button as the query for the live menu shows it. */
export const toSelfMenu = ({ sub_button = [], ...button }: ActionButton | ParentButton): SelfMenuButton =>
  sub_button.length === 0
    ? button
    : { ...button, sub_button: { list: sub_button.map((each: ActionButton) => toSelfMenu(each)) } };
