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
  run.progress('Asking for the access token');
  const { access_token, expires_in } = await api.base.getStableAccessToken();
  const until = new Date(Date.now() + expires_in * 1000);
  if (check) await use(run, access_token);

  const shown = show ? access_token : `${access_token.slice(0, SHOWN)}… (${access_token.length} characters)`;
  const minutes = Math.floor(expires_in / 60);
  const checked = check ? { accepted: true } : {};
  run.print(
    { access_token: shown, masked: !show, expires_in, expires_at: until.toISOString(), ...checked },
    [
      shown,
      `Good for ${minutes} more minutes, until ${until.toISOString()}.`,
      ...(check ? ['WeChat accepts it.'] : []),
    ].join('\n'),
  );
  return EXIT.fine;
}

/** Calls something harmless with this very token. */
async function use({ settings, progress }: Run, value: string): Promise<void> {
  progress('Calling with it');
  const host = settings.get('apiHost');
  const api = createApi({
    appId: await settings.need('appId'),
    accessToken: () => Promise.resolve(value),
    ...(host !== undefined && { host }),
  });
  await api.base.getApiDomainIp();
}
