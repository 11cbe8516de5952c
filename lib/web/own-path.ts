/** The parameter that begins a sign-in at a page: `base` or `profile`. */
export const SIGN_IN_PARAMETER = 'wx_sign_in';
/** The parameter that keeps a page's own `code` and `state` while WeChat uses these names. */
const OWN_PARAMETER = 'wx_own';

/**
 * Tells whether a text is an address of this site: visible ASCII that begins with one slash. A browser takes
 * `//` and `/\` for another host and removes tabs and line ends. A fragment would hide the parameters that we
 * add.
 */
export const isOwnPath = (text: unknown): text is string =>
  typeof text === 'string' && /^\/(?![/\\])[\x21\x22\x24-\x5b\x5d-\x7e]*$/.test(text);

/** The address of a page in its parts. No byte of a part is changed. */
export interface PageAddress {
  /** The path, up to the question mark. */
  readonly path: string;
  /** The parameters, exactly as written. */
  readonly pairs: readonly string[];
}

/** Splits an address; `undefined` if it does not belong to this site. */
export function readPageAddress(target: string): PageAddress | undefined {
  if (!isOwnPath(target)) return undefined;
  const at = target.indexOf('?');
  if (at === -1) return { path: target, pairs: [] };
  const query = target.slice(at + 1);
  return { path: target.slice(0, at), pairs: query === '' ? [] : query.split('&') };
}

/** Returns the values of a parameter, in order. */
export const valuesOf = ({ pairs }: PageAddress, name: string): readonly string[] =>
  pairs.filter((pair) => nameOf(pair) === name).map((pair) => decode(pair.slice(pair.indexOf('=') + 1)));

/**
 * The address to which WeChat leads back: the page itself. The page's own `code` and `state` are kept under
 * another name.
 */
export function addressForWeChat({ path, pairs }: PageAddress): string {
  const rest = pairs.filter((pair) => !RESERVED.has(nameOf(pair)));
  const own = pairs.filter((pair) => nameOf(pair) === 'code' || nameOf(pair) === 'state');
  const kept = own.length === 0 ? [] : [`${OWN_PARAMETER}=${encodeURIComponent(own.join('&'))}`];
  return join(path, [...rest, ...kept]);
}

/**
 * The page's address as it was before the sign-in: without the parameters of WeChat and of ours, and with its
 * own ones restored.
 */
export function addressAfterWeChat(address: PageAddress): string {
  const rest = address.pairs.filter((pair) => !RESERVED.has(nameOf(pair)));
  const own = valuesOf(address, OWN_PARAMETER)
    .flatMap((value) => value.split('&'))
    .filter((pair) => /^(?:code|state)(?:=[\x21-\x7e]*)?$/.test(pair) && !/[#\\]/.test(pair));
  return join(address.path, [...rest, ...own]);
}

/**
 * Returns the address without the AppID that WeChat added for a third-party platform. The page's own AppID
 * stays.
 */
export function withoutAppId(address: PageAddress, appId: string): PageAddress {
  const at = address.pairs.lastIndexOf(`appid=${appId}`);
  return at === -1 ? address : { ...address, pairs: address.pairs.toSpliced(at, 1) };
}

/** Returns the address without the parameter that begins a sign-in. */
export const withoutSignIn = ({ path, pairs }: PageAddress): string =>
  join(
    path,
    pairs.filter((pair) => nameOf(pair) !== SIGN_IN_PARAMETER),
  );

/** Returns the address at which a sign-in begins, whatever the page itself asks for. */
export function signInAt(target: string, scope: 'base' | 'profile'): string {
  const { path, pairs } = readPageAddress(target) ?? { path: '/', pairs: [] };
  return join(path, [
    ...pairs.filter((pair) => nameOf(pair) !== SIGN_IN_PARAMETER),
    `${SIGN_IN_PARAMETER}=${scope}`,
  ]);
}

const RESERVED: ReadonlySet<string> = new Set(['code', 'state', OWN_PARAMETER, SIGN_IN_PARAMETER]);

const join = (path: string, pairs: readonly string[]): string =>
  pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;

const nameOf = (pair: string): string => {
  const at = pair.indexOf('=');
  return decode(at === -1 ? pair : pair.slice(0, at));
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
