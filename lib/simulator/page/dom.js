/**
 * What stands between two tags. Text is always text: nothing here ever reads markup.
 *
 * @typedef {Node | string | number | false | null | undefined} Child
 */

/**
 * Attributes, with the listeners under `on`. `false` and `undefined` leave an attribute out, `true` sets it empty.
 *
 * @typedef {{
 *   on?: { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void },
 *   [attribute: string]: string | number | boolean | undefined | object,
 * }} Props
 */

const SVG = 'http://www.w3.org/2000/svg';

/** What a link may lead to besides paths of this server. Everything else, `javascript:` first, is left out. */
const LINK = /^https?:\/\//i;
/** A path of this server: nothing with a scheme or a host. */
const OWN = /^(?![/\\]{2})[\w./%?&=~+*-]*$/;

/**
 * Creates an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  setProps(element, props);
  element.append(...withoutEmpty(children));
  return element;
}

/**
 * Creates an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {...(Child | readonly Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setProps(element, props);
  element.append(...withoutEmpty(children));
  return element;
}

/**
 * Sets one attribute, or takes it away.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | undefined} value
 */
export function setAttribute(element, name, value) {
  if (value === undefined || value === false) element.removeAttribute(name);
  else if (isAllowed(name, String(value))) element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * Puts these children in place of the present ones.
 *
 * @param {Element} element
 * @param {...(Child | readonly Child[])} children
 */
export const fill = (element, ...children) => element.replaceChildren(...withoutEmpty(children));

/**
 * @param {Element} element
 * @param {Props} props
 */
function setProps(element, { on = {}, ...attributes }) {
  for (const [name, value] of Object.entries(attributes))
    if (typeof value !== 'object') setAttribute(element, name, value);
  // Each listener takes the event of its own name, as the type of `on` says.
  for (const [name, listener] of Object.entries(on))
    element.addEventListener(name, /** @type {EventListener} */ (listener));
}

/**
 * @param {string} name
 * @param {string} value
 */
function isAllowed(name, value) {
  if (name === 'href') return LINK.test(value) || OWN.test(value);
  if (name === 'src') return OWN.test(value);
  return name !== 'style' && !name.startsWith('on');
}

/**
 * @param {readonly (Child | readonly Child[])[]} children
 * @returns {(Node | string)[]}
 */
function withoutEmpty(children) {
  /** @type {(Node | string)[]} */
  const kept = [];
  for (const child of children.flat())
    if (child instanceof Node) kept.push(child);
    else if (child !== false && child !== null && child !== undefined) kept.push(String(child));
  return kept;
}
