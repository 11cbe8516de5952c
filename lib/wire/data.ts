/** A parsed value: text, an element with children, or an element that occurred several times. */
export type Field = string | Data | readonly Field[];

/** A parsed element: its children by name. Has no prototype, so every key came from the wire. */
export interface Data {
  readonly [name: string]: Field | undefined;
}

/** Deepest nesting a push may have. The deepest real push known has 5. */
export const MAX_DEPTH = 32;

/** Most elements a push may have. The largest real push known has 43. */
export const MAX_ELEMENTS = 2000;
