import { qrcodes } from '../testing/api/endpoints/qrcode';
import type { FakeAccount } from '../testing/api/fake-account';
import { LIMITS } from './history';
import type { History } from './history';
import { shownUrl } from './curl';
import type { SessionUsers } from './session-users';
import type { AccountState, LiveEvent, QrCode, ReplayState, State } from './protocol';
import type { SimulatorSettings } from './settings';
import { startLine } from './start-line';
import type { Switchboard } from './switches';
import type { Time } from './time';

/** What there is to look at. */
export interface StateSources {
  readonly account: FakeAccount;
  readonly settings: SimulatorSettings;
  readonly apiUrl: string;
  readonly history: History;
  readonly users: SessionUsers;
  readonly switches: Switchboard;
  readonly time: Time;
  /** What changes as it goes. */
  readonly transient: {
    check?: AccountState['check'];
    replay?: ReplayState;
  };
}

/** All of it as the page sees it, and the events that tell of changes. */
export interface StatePublisher {
  state(): State;
  /** Tells of what is not as it was told last. */
  refresh(): void;
}

export function createStatePublisher(parts: StateSources, tell: (event: LiveEvent) => void): StatePublisher {
  const { account, settings, history, users, switches, time, transient } = parts;
  /** What was told last, by name, as JSON. */
  const told = new Map<string, string>();

  const accountState = (): AccountState => ({
    appId: account.appId,
    originalId: settings.originalId,
    urls: settings.urls.map(shownUrl),
    apiUrl: parts.apiUrl,
    startLine: settings.start === undefined ? startLine(parts.apiUrl) : '',
    canEncrypt: settings.canEncrypt,
    canRestart: settings.start !== undefined,
    ...(transient.check && { check: transient.check }),
    switches: switches.now(),
  });

  const codes = (): QrCode[] =>
    account
      .part(qrcodes)
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
      entries: history.entries(),
      pushes: history.pushes(),
      calls: history.calls(),
      codes: codes(),
      ...(transient.replay && { replay: transient.replay }),
      limits: LIMITS,
    }),
    refresh() {
      tellIfNew('account', { type: 'account', account: accountState() });
      tellIfNew('codes', { type: 'codes', codes: codes() });
      for (const user of users.states()) tellIfNew(`user ${user.openid}`, { type: 'user', user });
    },
  };
}
