import { addressIn, hintWords } from '../../hints';
import { ApiError, TransportError } from '../../index';
import type { Api } from '../../index';
import type { ReportFinding } from './finding';
import { ACCOUNT_KINDS } from '../../model/account-kinds';
import type { AccountKind } from '../../model/account-kinds';
import { hasRight } from '../../model/account-rights';
import type { CheckedRight, Unreachable } from './words/account';

/** Checks whether WeChat gives an access token, and which rights the account has. */
export async function checkAccount(
  api: Api,
  report: ReportFinding,
  given: AccountKind | undefined,
  host: string,
): Promise<void> {
  try {
    if (await checkToken(api, report)) await checkRights(api, report, given);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    report('api-unreachable', unreachable(error, host));
  }
}

/**
 * Returns why a call got no usable response. If a token is missing, the reason is why it did not come. `host`
 * is where calls go.
 */
export function unreachable(error: TransportError, host: string): Unreachable {
  const { cause } = error;
  if (error.reason === 'token' && cause instanceof TransportError) return unreachable(cause, host);
  return { reason: error.reason, where: error.address ?? host };
}

async function checkToken(api: Api, report: ReportFinding): Promise<boolean> {
  try {
    const { expires_in } = await api.base.getStableAccessToken();
    report('token-ok', { minutes: Math.floor(expires_in / 60) });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.errcode === 40164) report('ip-not-allowed', { address: addressIn(error.errmsg) ?? '?' });
    else report('token-refused', pick(error));
    return false;
  }
}

interface Probe {
  /** The call that shows the right. It changes nothing. */
  readonly call: (api: Api) => Promise<unknown>;
  /** Error codes that only mean that there is no data yet. */
  readonly fine?: readonly number[];
}

const PROBES: Readonly<Record<CheckedRight, Probe>> = {
  followers: { call: (api) => api.user.getList() },
  menu: { call: (api) => api.menu.get(), fine: [46003] },
  'customer-service': { call: (api) => api.kfAccount.getKfList(), fine: [65400] },
  templates: { call: (api) => api.templateMessage.getAllPrivateTemplate() },
  tags: { call: (api) => api.tag.getList() },
  material: { call: (api) => api.material.getCount() },
  drafts: { call: (api) => api.draft.count() },
  publishing: { call: (api) => api.freepublish.batchGet({ offset: 0, count: 1, no_content: 1 }) },
};

const UNAUTHORIZED = 48001;
/** A test account may read its followers this many times a day; other accounts may 500 times and more. */
const MAX_TEST_CALLS = 100;

/** Checks the account's rights, and concludes its kind from them. */
async function checkRights(api: Api, report: ReportFinding, given: AccountKind | undefined): Promise<void> {
  // The object has exactly these names.
  const rights = Object.keys(PROBES) as CheckedRight[];
  const answers = await Promise.all(rights.map((right) => probe(PROBES[right], api)));
  const isTest = await isTestAccount(api);
  const may = new Map<CheckedRight, boolean>();
  for (const [index, right] of rights.entries()) {
    const error = answers[index];
    if (error === undefined || error.errcode === UNAUTHORIZED) may.set(right, error === undefined);
    if (error?.errcode === UNAUTHORIZED) report('right-missing', { right, path: error.endpoint });
    else if (error !== undefined) report('call-failed', { path: error.endpoint, ...pick(error) });
  }
  const had = rights.filter((right) => may.get(right) === true);
  if (had.length > 0) report('rights', { rights: had });
  const kind = isTest ? 'test' : kindOf(may);
  if (kind === undefined) return;
  report('kind', { kind });
  if (given !== undefined && given !== kind) report('kind-differs', { kind, given });
}

const pick = (error: ApiError) => ({
  errcode: error.errcode,
  errmsg: error.errmsg,
  hint: hintWords(error),
});

/** Returns WeChat's error; undefined if the account has the right. */
async function probe({ call, fine = [] }: Probe, api: Api): Promise<ApiError | undefined> {
  try {
    await call(api);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return fine.includes(error.errcode) ? undefined : error;
  }
}

async function isTestAccount(api: Api): Promise<boolean> {
  try {
    const { quota } = await api.openapi.getApiQuota('/cgi-bin/user/get');
    return quota.daily_limit <= MAX_TEST_CALLS;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** The rights by which account kinds are told apart. */
const DECIDING = ['menu', 'customer-service', 'templates'] as const;

/** Returns the kind of account; undefined if a deciding right is unknown. */
function kindOf(may: ReadonlyMap<CheckedRight, boolean>): AccountKind | undefined {
  const fitting = ACCOUNT_KINDS.filter(
    (kind) =>
      kind !== 'test' &&
      DECIDING.every((right) => (may.get(right) ?? hasRight(kind, right)) === hasRight(kind, right)),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
