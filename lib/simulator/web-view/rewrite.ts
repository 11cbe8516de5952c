import { AUTHORIZE_PATH } from '../../testing/api/authorize-page';

/** Below this path a web view has pages and scripts of its own. */
export const OWN = '/.wechat';

const JWEIXIN =
  /(?:https?:)?(?:\\?\/){2}res2?\.wx\.qq\.com(?:\\?\/)open(?:\\?\/)js(?:\\?\/)jweixin-[\d.]+(?:\.min)?\.js/g;
const AUTHORIZE = `https://open.weixin.qq.com${AUTHORIZE_PATH}`;

/**
 * Changes addresses both ways: a page takes itself to be at `view`, and its server takes it to be at `app`.
 */
export interface Rewrite {
  readonly toApp: (text: string) => string;
  readonly toView: (text: string) => string;
}

/** Makes it for two origins. */
export function createRewrite(app: string, view: string): Rewrite {
  const forms = (origin: string): readonly string[] => [
    origin,
    encodeURIComponent(origin),
    origin.replaceAll('/', '\\/'),
  ];
  const between = (from: string, to: string) => {
    const pairs = forms(from).map((form, index) => ({
      // A longer port is another origin.
      pattern: new RegExp(`${escapeRegExp(form)}(?![\\w.:-])`, 'gi'),
      form: forms(to)[index] ?? to,
    }));
    return (text: string): string =>
      pairs.reduce((changed, { pattern, form }) => changed.replace(pattern, () => form), text);
  };
  const [toApp, toViewOrigin] = [between(view, app), between(app, view)];
  return {
    toApp,
    toView: (text) =>
      toViewOrigin(
        text.replace(JWEIXIN, `${view}${OWN}/jweixin.js`).replaceAll(AUTHORIZE, `${view}${OWN}/authorize`),
      ),
  };
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A policy of a page that lets a web view show the page, and add its scripts. */
export function loosenPolicy(policy: string, view: string): string {
  const directives = new Map(
    policy
      .split(';')
      .map((each) => each.trim().split(/\s+/))
      .flatMap(([name = '', ...values]) => (name === '' ? [] : [[name.toLowerCase(), values] as const])),
  );
  directives.delete('frame-ancestors');
  directives.delete('upgrade-insecure-requests');
  for (const name of ['script-src', 'script-src-elem', 'connect-src']) {
    const values =
      directives.get(name) ?? (name === 'script-src-elem' ? undefined : directives.get('default-src'));
    if (values !== undefined) directives.set(name, [...values.filter((each) => each !== "'none'"), view]);
  }
  return [...directives].map(([name, values]) => [name, ...values].join(' ')).join('; ');
}
