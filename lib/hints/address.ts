import { isIP, isIPv4 } from 'node:net';

/**
 * Finds the IP address that WeChat names in an errmsg, such as
 * `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist`. The first one counts; an IPv4 address in the
 * form of IPv6 is given as IPv4, which is how the console writes it.
 */
export function addressIn(errmsg: string): string | undefined {
  for (const [text] of errmsg.matchAll(/(?<![\da-f.:])[\da-f.:]{2,60}/gi)) {
    const address = formsOf(text).find((form) => isIP(form) !== 0);
    const plain = address === undefined ? undefined : toIPv4(address);
    if (plain !== undefined && plain !== '0.0.0.0' && plain !== '::') return plain;
  }
  return undefined;
}

/** A run of such signs may begin with the colon of `IP:`, and end with a full stop, a colon or a port. */
function formsOf(text: string): readonly string[] {
  const begun = [text, text.replace(/^[.:]/, '')];
  const ended = [/\.+$/, /[.:]+$/].flatMap((end) => begun.map((each) => each.replace(end, '')));
  return [...begun, ...ended, ...ended.map(withoutPort)];
}

const withoutPort = (text: string): string => text.replace(/^((?:\d+\.){3}\d+):\d*$/, '$1');

function toIPv4(address: string): string {
  const last = /^::ffff:(\S+)$/i.exec(address)?.[1];
  if (last === undefined) return address;
  if (isIPv4(last)) return last;
  const groups = /^([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(last);
  if (groups === null) return address;
  const [high, low] = [parseInt(groups[1] ?? '', 16), parseInt(groups[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
