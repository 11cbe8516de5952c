import { qrcodes } from '../testing/api/endpoints/qrcode';
import type { FakeAccount } from '../testing/api/fake-account';
import { LIMITS } from './board';
import type { Board } from './board';
import { shownUrl } from './curl';
import type { People } from './people';
import type { AccountState, LiveEvent, QrCode, ReplayState, State } from './protocol';
import type { Settings } from './settings';
import { startLine } from './start-line';
import type { Switchboard } from './switches';
import type { Time } from './time';

/** What there is to look at. */
export interface Parts {
  readonly account: FakeAccount;
  readonly settings: Settings;
  readonly apiUrl: string;
  readonly board: Board;
  readonly users: People;
  readonly switches: Switchboard;
  readonly time: Time;
  /** What changes as it goes. */
  readonly moment: {
    check?: AccountState['check'];
    replay?: ReplayState;
  };
}

/** All of it as the page sees it, and the events that tell of changes. */
export interface View {
  state(): State;
  /** Tells of what is not as it was told last. */
  refresh(): void;
}

export function createView(parts: Parts, tell: (event: LiveEvent) => void): View {
  const { account, settings, board, users, switches, time, moment } = parts;
  /** What was told last, by name, as JSON. */
  const told = new Map<string, string>();

  const accountState = (): AccountState => ({
    appId: account.appId,
    originalId: settings.originalId,
    urls: settings.urls.map(shownUrl),
    apiUrl: parts.apiUrl,
    startLine: startLine(parts.apiUrl),
    canEncrypt: settings.canEncrypt,
    ...(moment.check && { check: moment.check }),
    switches: switches.now(),
  });

  const codes = (): QrCode[] =>
    account
      .of(qrcodes)
      .alive()
      .slice(-LIMITS.codes)
      .map(({ ticket, scene, expiresAt }) => ({
        ticket,
        scene,
        url: `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`,
        ...(expiresAt !== Infinity && { expiresAt }),
      }));

  function tellIfNew(name: string, event: LiveEvent): void {
    const json = JSON.stringify(event);
    if (told.get(name) === json) return;
    told.set(name, json);
    tell(event);
  }

  return {
    state: () => ({
      ...(settings.language && { language: settings.language }),
      account: accountState(),
      clock: time.state(),
      users: users.states(),
      entries: board.entries(),
      pushes: board.pushes(),
      calls: board.calls(),
      codes: codes(),
      ...(moment.replay && { replay: moment.replay }),
      limits: LIMITS,
    }),
    refresh() {
      tellIfNew('account', { type: 'account', account: accountState() });
      tellIfNew('codes', { type: 'codes', codes: codes() });
      for (const user of users.states()) tellIfNew(`user ${user.openid}`, { type: 'user', user });
    },
  };
}
