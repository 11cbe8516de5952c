import type { IncomingMessage } from 'node:http';
import type { Language } from './language';

/**
 * Inside WeChat on a phone, where nobody can scan a code on the same screen. WeChat on a computer shows the
 * page with the code.
 */
export const isPhone = ({ headers }: IncomingMessage): boolean => {
  const agent = headers['user-agent'] ?? '';
  return /MicroMessenger/i.test(agent) && !/WindowsWechat|MacWechat/i.test(agent);
};

/**
 * The language of a page for this browser. Without any wish it is Chinese, as the administrators of accounts
 * are.
 */
export function languageFor({ headers }: IncomingMessage): Language {
  const wishes = (headers['accept-language'] ?? '')
    .split(',')
    .map(readWish)
    .filter(({ range, weight }) => range !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { range } of wishes) {
    if (range === '*' || /^zh\b/.test(range)) return 'zh';
    if (/^en\b/.test(range)) return 'en';
  }
  return wishes.length === 0 ? 'zh' : 'en';
}

function readWish(part: string): { readonly range: string; readonly weight: number } {
  const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
  const weight = parameters.find((each) => each.startsWith('q='));
  return { range, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}

/** The value of a cookie; `undefined` where there is none, or where two have the name. */
export function readCookie({ headers }: IncomingMessage, name: string): string | undefined {
  const values = (headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at !== -1 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}
