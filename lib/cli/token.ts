import { createApi, follow as followRelay } from '../index';
import type { RelayAddress } from '../index';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { orUsage } from './or-usage';
import type { CliContext } from './cli-context';

export interface TokenOptions {
  readonly show?: boolean;
  readonly check?: boolean;
  /** Requests the token from production. */
  readonly follow?: boolean;
}

const SHOWN_CHARS = 4;

/**
 * Prints the state of the account's access token. All processes that ask for the stable token get the same
 * one.
 */
export async function token(
  run: CliContext,
  { show = false, check = false, follow = false }: TokenOptions,
): Promise<Exit> {
  const address = await run.relay();
  if (follow && address === undefined) throw new UsageError('follow-whom');
  if (address !== undefined) return followed(run, address, { show, check });
  const api = await run.api();
  run.progress(run.say('token-asking'));
  const { access_token, expires_in } = await api.base.getStableAccessToken();
  const until = new Date(Date.now() + expires_in * 1000);
  if (check) await use(run, access_token);

  const shown = masked(run, access_token, show);
  const minutes = Math.floor(expires_in / 60);
  const checked = check ? { accepted: true } : {};
  run.print(
    { access_token: shown, masked: !show, expires_in, expires_at: until.toISOString(), ...checked },
    [
      shown,
      run.say('token-lives', { minutes, until: until.toISOString() }),
      ...(check ? [run.say('token-accepted')] : []),
    ].join('\n'),
  );
  return EXIT.fine;
}

/** Prints the state of the token that production shares. */
async function followed(
  run: CliContext,
  address: RelayAddress,
  { show = false, check = false }: TokenOptions,
): Promise<Exit> {
  const appId = run.settings.get('appId');
  const give = orUsage(
    () => followRelay({ ...address, ...(appId !== undefined && { appId }) }),
    (message) => new UsageError('relay-unusable', { message }),
  );
  run.progress(run.say('token-following'));
  const access_token = await give();
  if (check) await use(run, access_token);
  const shown = masked(run, access_token, show);
  const checked = check ? { accepted: true } : {};
  run.print(
    { access_token: shown, masked: !show, from: 'relay', ...checked },
    [shown, run.say('token-followed'), ...(check ? [run.say('token-accepted')] : [])].join('\n'),
  );
  return EXIT.fine;
}

const masked = (run: CliContext, value: string, show: boolean): string =>
  show ? value : run.say('token-masked', { start: value.slice(0, SHOWN_CHARS), length: value.length });

/** Makes a harmless call with exactly this token. */
async function use(run: CliContext, value: string): Promise<void> {
  run.progress(run.say('token-using'));
  const api = createApi({
    ...run.calling(),
    appId: await run.settings.need('appId'),
    accessToken: () => Promise.resolve(value),
  });
  await api.base.getApiDomainIp();
}
