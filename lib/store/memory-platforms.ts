import type { Clock } from '../clock';
import {
  CODE_MS,
  MAX_TICKETS,
  TICKET_MS,
  type AccountRecord,
  type CodeState,
  type PlatformStore,
  type StoredTicket,
} from './platforms';

interface Platform {
  readonly accounts: Map<string, AccountRecord>;
  /** AppIDs by original id. */
  readonly names: Map<string, string>;
  tickets: readonly (StoredTicket & { readonly until: number })[];
  /** By their hash, the oldest first. */
  readonly codes: Map<string, Code>;
}

interface Code {
  state: CodeState;
  readonly until: number;
  claim?: { readonly owner: string; readonly until: number };
}

/** The platforms of one process. */
export function memoryPlatforms(clock: Clock): PlatformStore {
  const platforms = new Map<string, Platform>();
  const now = () => clock.monotonic();

  const platformOf = (id: string): Platform => {
    let platform = platforms.get(id);
    if (platform === undefined) {
      platform = { accounts: new Map(), names: new Map(), tickets: [], codes: new Map() };
      platforms.set(id, platform);
    }
    return platform;
  };
  const goodTickets = (platform: Platform) => platform.tickets.filter(({ until }) => until > now());
  const codeOf = ({ codes }: Platform, hash: string): Code => {
    for (const [old, { until }] of codes) {
      if (until > now()) break;
      codes.delete(old);
    }
    const code = codes.get(hash) ?? { state: { appId: undefined, status: 'new' }, until: now() + CODE_MS };
    codes.set(hash, code);
    return code;
  };

  return {
    // `async`, so that a caller meets the same order of events as with Redis.
    account: async (id, appId) => Promise.resolve(platformOf(id).accounts.get(appId)),

    appIdOf: async (id, userName) => Promise.resolve(platformOf(id).names.get(userName)),

    save: async (id, record, expectedGeneration) => {
      const { accounts, names } = platformOf(id);
      const old = accounts.get(record.appId);
      if ((old?.generation ?? 0) !== expectedGeneration) return Promise.resolve(false);
      if (old && names.get(old.userName) === record.appId) names.delete(old.userName);
      accounts.set(record.appId, record);
      if (record.userName !== '') names.set(record.userName, record.appId);
      return true;
    },

    list: async (id, after, count) =>
      Promise.resolve(
        [...platformOf(id).accounts.values()]
          .filter(({ appId }) => appId > after)
          .sort((a, b) => (a.appId < b.appId ? -1 : 1))
          .slice(0, count),
      ),

    tickets: async (id) =>
      Promise.resolve(goodTickets(platformOf(id)).map(({ value, createdAt }) => ({ value, createdAt }))),

    addTicket: async (id, { value, createdAt }) => {
      const platform = platformOf(id);
      const good = goodTickets(platform);
      if (good.some((each) => each.value === value)) return Promise.resolve();
      platform.tickets = [...good, { value, createdAt, until: now() + TICKET_MS }]
        .sort((a, b) => b.createdAt - a.createdAt)
        .slice(0, MAX_TICKETS);
    },

    dropTicket: async (id, value) => {
      const platform = platformOf(id);
      platform.tickets = platform.tickets.filter((each) => each.value !== value);
      return Promise.resolve();
    },

    code: async (id, hash) => Promise.resolve(codeOf(platformOf(id), hash).state),

    noteCode: async (id, hash, change, owner) => {
      const code = codeOf(platformOf(id), hash);
      code.state = changed(code.state, change);
      if (owner !== undefined && code.claim?.owner === owner) delete code.claim;
      return Promise.resolve();
    },

    claimCode: async (id, hash, owner, ms) => {
      const code = codeOf(platformOf(id), hash);
      if (!code.claim || code.claim.until <= now()) code.claim = { owner, until: now() + ms };
      return Promise.resolve({ ...code.state, mine: code.claim.owner === owner });
    },
  };
}

/** What was exchanged stays so, whatever somebody says who is late. */
const changed = (state: CodeState, { appId, status }: Partial<CodeState>): CodeState => ({
  appId: appId ?? state.appId,
  status: state.status === 'exchanged' ? state.status : (status ?? state.status),
});
