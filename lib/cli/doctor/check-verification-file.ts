import { printable } from '../../logger';
import { verificationTextOf } from '../../verification-file-name';
import { UsageError } from '../exit';
import { exchange } from '../../testing/exchange';
import type { BotConnection } from '../connection';
import type { ReportFinding } from './finding';

/** The parts of a site that are checked. */
export interface WebOptions {
  /** The 网页授权域名 of the console, if it was given. */
  readonly domain: string | undefined;
  readonly files: readonly string[];
}

/**
 * Reads the options about a site; `undefined` if the check is not about a site.
 *
 * @throws {UsageError} The name of a file or a domain has the wrong form.
 */
export function readWebOptions(given: {
  readonly web?: boolean;
  readonly webDomain?: string;
  readonly verify?: readonly string[];
}): WebOptions | undefined {
  const { web, webDomain, verify = [] } = given;
  if (web !== true) {
    for (const [option, value] of Object.entries({ '--web-domain': webDomain, '--verify': given.verify }))
      if (value !== undefined) throw new UsageError('web-alone', { option });
    return undefined;
  }
  const domain = webDomain?.toLowerCase();
  if (domain !== undefined && !/^[a-z0-9.-]+$/.test(domain)) throw new UsageError('web-domain-form');
  for (const file of verify)
    if (verificationTextOf(file) === undefined) throw new UsageError('verify-form', { file });
  return { domain, files: verify };
}

/** Requests the files by which WeChat verifies a domain, as WeChat does. */
export async function checkVerificationFiles(
  { url, world }: Pick<BotConnection, 'url' | 'world'>,
  files: readonly string[],
  report: ReportFinding,
): Promise<void> {
  if (files.length === 0) report('verify-none', {});
  for (const file of files) {
    const at = new URL(`/${file}`, url);
    const { answer } = await exchange({ method: 'GET', url: at, headers: {}, body: '' }, world);
    if (answer?.status !== 200) report('verify-missing', { file, status: answer?.status ?? 0 });
    else {
      const text = answer.body.toString().trim();
      if (text === verificationTextOf(file)) report('verify-ok', { file });
      else report('verify-other', { file, answer: printable(text.slice(0, 60)) });
    }
  }
}
