/**
 * The kinds of accounts by what they may do.
 *
 * - `personal`: 未认证订阅号, of a person (which cannot be verified) or of a company
 * - `subscription`: 认证订阅号; `service`: 认证服务号
 * - `unverified-service`: 未认证服务号
 * - `test`: 测试号, which may nearly all at small numbers
 */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** All kinds, in the order of WeChat's table. */
export const ACCOUNT_KINDS = ['personal', 'subscription', 'unverified-service', 'service', 'test'] as const;

/** What an account of each kind is called. */
export const ACCOUNT_KIND_WORDS = {
  personal: { en: 'a personal or other unverified subscription account', zh: '个人或其他未认证的订阅号' },
  subscription: { en: 'a verified subscription account (订阅号)', zh: '已认证的订阅号' },
  'unverified-service': { en: 'an unverified service account (服务号)', zh: '未认证的服务号' },
  service: { en: 'a verified service account (服务号)', zh: '已认证的服务号' },
  test: { en: 'a test account (测试号)', zh: '测试号' },
} as const satisfies Readonly<Record<AccountKind, { readonly en: string; readonly zh: string }>>;

/** Whether something is the name of a kind: settings come from JavaScript as well. */
export const isAccountKind = (value: unknown): value is AccountKind =>
  (ACCOUNT_KINDS as readonly unknown[]).includes(value);

/** The kinds as they stand in messages: `"personal", … or "test"`. */
export const ACCOUNT_KINDS_QUOTED = ACCOUNT_KINDS.map((kind) => `"${kind}"`)
  .join(', ')
  .replace(/, (?="test"$)/, ' or ');
