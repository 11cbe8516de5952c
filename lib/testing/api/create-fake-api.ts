import { ConfigError } from '../../errors';
import type { MovableClock } from '../movable-clock';
import type { WindowOverlap } from '../../model/service-windows';
import type { SimulatorEvent } from '../observed';
import type { UserRecord } from '../user-record';
import type { PushFields } from '../push-types';
import type { Seen } from '../seen';
import { checkSignature } from './check-signature';
import { codeBatches } from './code-batch';
import { commentables } from './endpoints/comment';
import { temporaryMedia } from './endpoints/media';
import { menus } from './endpoints/menu';
import { grants } from './endpoints/oauth';
import { confirmSubscription } from './endpoints/onetime-subscription';
import { subscribeTemplates } from './endpoints/subscribe-message';
import { templates } from './endpoints/template-message';
import { accountOf } from './endpoint';
import { createFakeAccount } from './fake-account';
import type { FakeAccount } from './fake-account';
import type { FakeApi } from './fake-api';
import { createHost } from './host';
import type { ApiHost } from './host';
import { pictureUrl } from './hosted';
import { randomText } from './ids';
import { chooseInvoices } from './invoice';
import { checkFile, mediaTypeOf } from './media-file';
import { platforms } from './platform';
import { ApiRefusalError } from './api-refusal-error';
import { SAMPLES, setAnswers } from './samples';
import type { PlayedKind } from './rights';
import { serveApi } from './server';
import type { ApiServer } from './server';
import { tokens } from './tokens';
import { createTransport } from './transport';

/** What the fake API needs of its simulator. */
export interface FakeApiOptions {
  readonly appId: string;
  readonly appSecret: string | undefined;
  /** `gh_…` */
  readonly originalId: string;
  /** Whether it is a third-party platform, and nothing else. */
  readonly isPlatform: boolean;
  readonly clock: MovableClock;
  readonly userRecords: ReadonlyMap<string, UserRecord>;
  /** The person with that openid, from now on one of the users. */
  readonly getOrCreateUser: (openid: string) => UserRecord;
  /** What kind of account it is just now. */
  readonly kind: () => PlayedKind;
  /** How windows of customer-service messages combine just now. */
  readonly windowOverlap: () => WindowOverlap;
  /** The host of its web pages in the console just now; undefined: any. */
  readonly webDomain: () => string | undefined;
  /** The hosts that the console has under JS接口安全域名 just now; undefined: any. */
  readonly jsDomains: () => readonly string[] | undefined;
  /** Port to serve it at; 0 = a free one. */
  readonly port: number;
  readonly observe: (event: SimulatorEvent) => void;
  /** Delivers an event that nobody sees the reply to; from WeChat itself without an openid. */
  readonly push: (event: string, fields: PushFields, openid?: string) => Promise<Seen>;
  /** Delivers a notice to the platform that this is; undefined when it is held back. */
  readonly notify: (name: string, fields: PushFields) => Promise<Seen | undefined>;
  /** Aborts when the simulator is closed. */
  readonly closing: AbortSignal;
  /** Another simulator's, which then serves both accounts. */
  readonly shared: FakeApi | undefined;
}

/** What several accounts can share. */
interface Shared {
  readonly host: ApiHost;
  readonly server: ApiServer;
}

/** What is behind a fake API. */
const behind = new WeakMap<FakeApi, Shared>();
const MAX_EVENTS = 1000;

/** A fake API, and what only its simulator may do. */
export interface OwnFakeApi {
  readonly api: FakeApi;
  readonly account: FakeAccount;
  /** What it shares with the other accounts of the same API. */
  readonly host: ApiHost;
  /** For requests that come another way. */
  readonly listener: ApiServer['listener'];
  /** Which call is being worked on. */
  running(): number | undefined;
  close(): Promise<void>;
}

/** Creates the API of an account. */
export function createFakeApi(options: FakeApiOptions): OwnFakeApi {
  const { closing, getOrCreateUser } = options;
  const { shared = createShared(options), isOwner } = sharedBy(options.shared);
  const { host, server } = shared;
  const events: Promise<Seen | undefined>[] = [];

  const account = createFakeAccount({
    ...options,
    issued: (token) => host.owners.set(token, account),
    expect: (event) => {
      // A simulator that is closed delivers nothing more.
      if (events.push(event.catch(() => undefined)) > MAX_EVENTS) void events.shift();
    },
  });
  host.accounts.push(account);

  const api: FakeApi = {
    url: () => server.url(),
    transport: createTransport(host, closing),
    get calls() {
      return host.calls();
    },
    fail: (match, fault, { times = 1 } = {}) => host.faults.add(match, fault, times),
    answers(name, answer) {
      if (!Object.hasOwn(SAMPLES, name))
        throw new ConfigError(`answers() takes ${Object.keys(SAMPLES).join(', ')}, not "${name}".`);
      return account.part(setAnswers).set(name, answer);
    },
    revokeToken() {
      account.part(tokens).revoke();
      account.part(platforms).revoke();
    },
    get menu() {
      const { button } = account.part(menus);
      return button && { button };
    },
    authorize: (openid, scope = 'snsapi_userinfo', settings = {}) =>
      account.part(grants).authorize(getOrCreateUser(openid).openid, scope, settings),
    checkSignature: (page) => checkSignature(account, page),
    addTemplate: ({ content, template_id = randomText(43), title = '', kind = 'template' }) => {
      const kept = account.part(kind === 'template' ? templates : subscribeTemplates);
      kept.set(template_id, { template_id, title, content });
      return template_id;
    },
    authorizePlatform: (componentAppId) =>
      refusedAs(
        'authorizePlatform',
        () => accountOf(host.accounts, componentAppId).part(platforms).authorize(account).code,
      ),
    addComment: (comment) => refusedAs('addComment', () => account.part(commentables).add(comment)),
    confirmSubscription: (openid, url) =>
      refusedAs('confirmSubscription', () =>
        confirmSubscription(account, getOrCreateUser(openid).openid, url),
      ),
    chooseInvoice: (openid) =>
      chooseInvoices(account, host.accounts, getOrCreateUser(openid).openid).map(
        ({ card_id, encrypt_code }) => ({
          card_id,
          encrypt_code,
        }),
      ),
    addMedia: async ({ filename, data }) => {
      const media_id = refusedAs('addMedia', () => {
        const file = { name: 'media', type: '', filename, data };
        return account.part(temporaryMedia).put(checkFile(file, mediaTypeOf(filename)));
      });
      return { media_id, url: pictureUrl(await server.url(), media_id) };
    },
    get marketcodeKey() {
      return account.part(codeBatches).key;
    },
    scanMarketcode: (openid, code) =>
      refusedAs('scanMarketcode', () =>
        account.part(codeBatches).visit(getOrCreateUser(openid).openid, code),
      ),
    events: async () => (await Promise.all(events)).filter((event) => event !== undefined),
  };
  behind.set(api, shared);
  return {
    api,
    account,
    host,
    listener: server.listener,
    running: () => host.running(),
    close: async () => {
      host.accounts.splice(host.accounts.indexOf(account), 1);
      if (isOwner) await server.close();
    },
  };
}

/** What WeChat would refuse is a mistake of the test. */
function refusedAs<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiRefusalError ? new ConfigError(`${name}(): ${error.errmsg}.`) : error;
  }
}

function createShared({ clock, observe, port }: FakeApiOptions): Shared {
  const host = createHost(clock, observe);
  return { host, server: serveApi(host, port) };
}

function sharedBy(other: FakeApi | undefined): { readonly shared?: Shared; readonly isOwner: boolean } {
  if (other === undefined) return { isOwner: true };
  const shared = behind.get(other);
  if (shared === undefined) throw new ConfigError('"api" must be the "api" of another simulator.');
  return { shared, isOwner: false };
}
