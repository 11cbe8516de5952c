import type { MenuButton } from '../../protocol';

/** The fields that a button of each type needs, besides its name. */
export const NEEDS = {
  click: ['key'],
  view: ['url'],
  scancode_push: ['key'],
  scancode_waitmsg: ['key'],
  pic_sysphoto: ['key'],
  pic_photo_or_album: ['key'],
  pic_weixin: ['key'],
  location_select: ['key'],
  media_id: ['media_id'],
  article_id: ['article_id'],
  article_view_limited: ['article_id'],
  view_limited: ['media_id'],
  miniprogram: ['url', 'appid', 'pagepath'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ButtonType = keyof typeof NEEDS;

export const TYPES = Object.keys(NEEDS) as readonly ButtonType[];

/** The most buttons side by side, and below one of them. */
export const MAX_BUTTONS = 3;
export const MAX_SUB_BUTTONS = 5;

/** A button that is being edited. If it has sub-buttons, it only opens them. */
export interface DraftButton {
  readonly name: string;
  readonly type: ButtonType;
  readonly values: Readonly<Record<string, string>>;
  readonly below: readonly DraftButton[];
}

export const NEW_BUTTON: DraftButton = { name: '', type: 'click', values: {}, below: [] };

/** Turns a published button into a draft. */
export const toDraft = ({ name, type, sub_button: below, ...fields }: MenuButton): DraftButton => ({
  name,
  type: TYPES.find((each) => each === type) ?? 'click',
  values: Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string')),
  below: below.map(toDraft),
});

/** Turns a draft into the form that `menu.create` takes. */
export const toButton = ({ name, type, values, below }: DraftButton): Readonly<Record<string, unknown>> =>
  below.length > 0
    ? { name, sub_button: below.map(toButton) }
    : { name, type, ...Object.fromEntries(NEEDS[type].map((field) => [field, values[field] ?? ''])) };
