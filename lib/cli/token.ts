import { createApi } from '../index';
import { EXIT } from './exit';
import type { Exit } from './exit';
import type { Run } from './run';

export interface TokenOptions {
  readonly show?: boolean;
  readonly check?: boolean;
}

const SHOWN = 4;

/** Says how the account's access token is; it is the same for everybody who asks for the stable one. */
export async function token(run: Run, { show = false, check = false }: TokenOptions): Promise<Exit> {
  const api = await run.api();
  run.progress(run.say('token-asking'));
  const { access_token, expires_in } = await api.base.getStableAccessToken();
  const until = new Date(Date.now() + expires_in * 1000);
  if (check) await use(run, access_token);

  const shown = show
    ? access_token
    : run.say('token-masked', { start: access_token.slice(0, SHOWN), length: access_token.length });
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

/** Calls something harmless with this very token. */
async function use(run: Run, value: string): Promise<void> {
  run.progress(run.say('token-using'));
  const api = createApi({
    ...run.calling(),
    appId: await run.settings.need('appId'),
    accessToken: () => Promise.resolve(value),
  });
  await api.base.getApiDomainIp();
}
