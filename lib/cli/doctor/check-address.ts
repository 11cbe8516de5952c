import type { ReportFinding } from './finding';

const LOCAL =
  /^(localhost|[^.]+|.*\.(localhost|local|lan|internal)|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1|f[cde].*)\])$/;

/** Tells whether a host is this machine or in its local network. */
export const isLocal = (hostname: string): boolean => LOCAL.test(hostname);

/** Checks the address and the settings without a request. */
export function checkAddress({ hostname, port, protocol }: URL, report: ReportFinding): void {
  if (isLocal(hostname)) report('local', { host: hostname });
  // The URL has '' for the usual port of its protocol.
  else if (port !== '') report('port', { port, usual: protocol === 'https:' ? '443' : '80' });
}

/** Checks the form of Token and EncodingAESKey. Returns whether the key can be used. */
export function checkSecrets(token: string, key: string | undefined, report: ReportFinding): boolean {
  if (!/^[A-Za-z0-9]{3,32}$/.test(token)) report('token-form', { length: token.length });
  if (key === undefined || /^[A-Za-z0-9]{43}$/.test(key)) return true;
  report('key-form', { length: key.length });
  return false;
}
