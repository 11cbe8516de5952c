import { createCall } from '../api/send-request';
import { createClient, type Api } from '../api/client';
import type { CredentialManager } from '../api/credential';
import { kindFrom } from '../api/settings';
import { createMissingCredential } from '../api/tokens';
import { ConfigError } from '../errors';
import type { AccountKind } from '../model/account-kinds';
import { own } from '../own';
import { CODE_MS } from '../store/platforms';
import { checkNames } from '../unknown-name';
import { createAccount } from './account';
import { isAccountId } from './account-id';
import { createAccountClient, recentlyUsed, type Client } from './clients';
import { createAuthorizations, type AuthorizationNotice } from './authorizations';
import { createCodes, hashOf } from './codes';
import { createComponentTokenManager, tokenWithin, waitingForTicket } from './component-token';
import { createExchanges } from './exchange';
import { createQuotaGates } from './quota-gates';
import { createHeard } from './heard';
import { createFindAccount, type FindAccount } from './names';
import type { PlatformSettings } from './options';
import { createRecords } from './records';
import { createSharedPause } from './shared-pause';
import { createSync, type Synced } from './sync';
import { createTickets } from './tickets';
import type { Account, AccountOptions } from './types';
import { noteWithdrawal } from './withdrawal';
import type { World } from './world';

/**
 * What a platform knows and does, without receiving: `createPlatform` shows a part of it to users, and what
 * receives the platform's pushes calls the rest. Times of notices are their `CreateTime`, in seconds.
 */
export interface PlatformCore {
  readonly settings: PlatformSettings;
  /** The platform's own calls. */
  readonly api: Api;
  /**
   * The account with an AppID; asks nobody.
   *
   * @throws {ConfigError} This is no AppID, or it is that of the platform.
   */
  account(appId: string, options?: AccountOptions): Account;
  /** All accounts that have authorised the platform, by AppID. */
  accounts(): AsyncIterable<Account>;
  /** Exchanges a code once, whoever asks for it. */
  exchange(code: string): Promise<Account>;
  /**
   * Whether a view of the page of an authorisation is for that account: true for the first one that asks, and
   * for the same one again. Never rejects.
   */
  claimView(id: string, appId: string): Promise<boolean>;
  /** Compares what is known with WeChat's list. */
  sync(): Promise<Synced>;
  /**
   * Keeps a component_verify_ticket that was pushed. Never rejects: while the store is away, this process has
   * it.
   */
  takeTicket(value: string, createdAt: number): Promise<void>;
  /**
   * For `authorized` and `updateauthorized`, before `success` is answered: remembers whose code it is, and
   * that the account has authorised the platform. Never rejects.
   */
  noteAuthorization(notice: AuthorizationNotice): Promise<void>;
  /**
   * Then, in the background: exchanges the code with as many tries as its hour allows, and asks what the
   * account is. Handlers run for the account it resolves to; where it rejects, an error was logged, and the
   * account cannot be used.
   */
  completeAuthorization(notice: AuthorizationNotice): Promise<Account>;
  /**
   * For `unauthorized`: forgets the tokens of the account, whose calls then fail without network. False: the
   * notice is older than what is known, or WeChat says otherwise, and nothing was changed.
   */
  withdraw(appId: string, createdAt: number): Promise<boolean>;
  /**
   * Remembers that WeChat pushes messages for an account. One that counts as withdrawn has authorised the
   * platform anew, if the message is newer than that: its next call asks WeChat.
   */
  noteMessage(appId: string, createdAt: number): void;
  /**
   * Which account a push is for, by its `ToUserName`; `candidate` is the AppID in the path, if there is one.
   */
  appIdOf: FindAccount;
  /** Ends what goes on in the background; waits up to 10 s for what has to be saved. */
  close(): Promise<void>;
}

const GRACE_MS = 10_000;

/** Makes a platform of its settings. Asks nobody, and sets no timer. */
export function createCore(settings: PlatformSettings): PlatformCore {
  const { componentAppId, clock, client } = settings;
  const rawCall = createCall(client, (owner) => (owner === 'component' ? manager : NO_ACCOUNT));
  const tickets = createTickets(settings, rawCall);
  const manager = createComponentTokenManager(settings, rawCall, tickets);
  const token = waitingForTicket(manager, tickets);
  const managers = { account: NO_ACCOUNT, component: token };
  const call = createCall(client, (owner) => managers[owner]);
  const api = createClient(client, () => managers);

  const gateOf = createQuotaGates(clock);
  const clients = recentlyUsed<Client>(clock, (appId) =>
    createAccountClient(world, appId, token, gateOf(appId)),
  );
  const world: World = {
    settings,
    tickets,
    records: createRecords(settings),
    heard: createHeard(),
    pause: createSharedPause(settings),
    call: rawCall,
    forgetToken: (appId) => clients.peek(appId)?.manager.forget(),
  };
  const accounts = recentlyUsed<(kind: AccountKind | undefined) => Account>(clock, (appId) => {
    const made = new Map<AccountKind | undefined, Account>();
    return (kind) => {
      const known = made.get(kind) ?? createAccount(world, appId, kind, () => clients.get(appId), call);
      made.set(kind, known);
      return known;
    };
  });
  const codes = createCodes(settings);
  const exchanges = createExchanges(world, codes, ready);
  const authorizations = createAuthorizations(world, codes, exchanges);
  const sync = createSync(world, ready);

  /** Waits for a token of the platform, as long as a call may take. */
  async function ready(): Promise<void> {
    await tokenWithin(token, settings);
  }

  function account(appId: string, options: AccountOptions = {}): Account {
    if (appId === componentAppId)
      throw new ConfigError(
        'account() needs the AppID of an account, and this is that of the platform: use "api" for its calls.',
      );
    // JavaScript callers may pass what a path gave.
    if (!isAccountId(appId, componentAppId))
      throw new ConfigError('account() needs the AppID of an account, "wx…".');
    return accounts.get(appId)(kindFrom(checkedOptions(options).kind, 'account()'));
  }

  async function* authorized(): AsyncGenerator<Account, void, undefined> {
    for await (const { appId, status } of world.records.all())
      if (status === 'authorized') yield account(appId);
  }

  return {
    settings,
    api,
    account,
    accounts: authorized,
    exchange: async (code) => {
      const appId = await exchanges.exchange(code);
      await authorizations.describe(appId);
      return account(appId);
    },
    // Views are remembered as codes are: for an hour, and under a name that tells nobody which it was.
    claimView: async (id, appId) => (await codes.claim(hashOf(`view\n${id}`), appId, CODE_MS)).mine,
    sync,
    takeTicket: (value, createdAt) => tickets.take(value, createdAt),
    noteAuthorization: (notice) => authorizations.note(notice),
    completeAuthorization: async (notice) => account(await authorizations.complete(notice)),
    withdraw: (appId, createdAt) => noteWithdrawal(world, appId, createdAt),
    noteMessage: (appId, createdAt) => world.heard.note(appId, createdAt),
    appIdOf: createFindAccount(world, sync, ready),
    close: async () => {
      authorizations.close();
      await world.records.flush(GRACE_MS);
    },
  };
}

const ACCOUNT_OPTIONS: Readonly<Record<keyof AccountOptions, true>> = { kind: true };

function checkedOptions(given: AccountOptions): AccountOptions {
  // JavaScript callers may pass anything.
  if (typeof (given as unknown) !== 'object' || !(given as unknown))
    throw new ConfigError('account() needs an object of settings, or none.');
  checkNames('account()', given, ACCOUNT_OPTIONS);
  return own(given);
}

const NO_ACCOUNT: CredentialManager = createMissingCredential(
  'This call needs the access token of an account, and this is the client of a third-party platform: make it with account(appId).api.',
);
