import type { FakeAccount } from './fake-account';

/** To whom an invoice is made out. */
export interface InvoiceTitle {
  readonly isPerson: boolean;
  readonly title: string;
  readonly phone: string;
  readonly tax_no: string;
  readonly addr: string;
  readonly bank_type: string;
  readonly bank_no: string;
}

const SAMPLE: InvoiceTitle = {
  isPerson: false,
  title: '示例科技有限公司',
  phone: '13800138000',
  tax_no: '91440300MA5EXAMPLE',
  addr: '示例路 88 号',
  bank_type: '示例银行',
  bank_no: '6200000000000000001',
};

/** The titles that users have submitted, the newest of each last. */
const titles = () => new Map<string, InvoiceTitle>();

/** The title of a user: the one they submitted last, else a made-up company. */
export const titleOf = (account: FakeAccount, openid: string): InvoiceTitle =>
  account.part(titles).get(openid) ?? SAMPLE;

/** The title that a user of this account submitted last, else a made-up company. */
export const newestTitle = (account: FakeAccount): InvoiceTitle =>
  [...account.part(titles).values()].at(-1) ?? SAMPLE;

/** Takes note of a title that a user submits. */
export function submitTitle(
  account: FakeAccount,
  openid: string,
  given: Readonly<Record<string, unknown>>,
): void {
  const read = (name: string): string => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  account.part(titles).delete(openid);
  account.part(titles).set(openid, {
    isPerson: given.title_type === 'InvoiceUserTitlePersonType',
    title: read('title'),
    phone: read('phone'),
    tax_no: read('tax_no'),
    addr: read('addr'),
    bank_type: read('bank_type'),
    bank_no: read('bank_no'),
  });
}
