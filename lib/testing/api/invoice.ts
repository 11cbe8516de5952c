import type { EndpointContext } from './endpoint';
import type { FakeAccount } from './fake-account';
import { anyText, list, number, object, optional, text } from './fields';
import type { Fields, Rule } from './fields';
import { nextShortId, randomText } from './ids';
import { invoicePdfs } from './invoice-pdf';
import type { InvoiceState } from './invoice-state';
import { titleOf } from './invoice-title';
import { ApiRefusalError } from './api-refusal-error';

/** An amount in fen. */
export const fen: Rule<number> = (value, name) => {
  const given = number(value, name);
  if (given < 0) throw new ApiRefusalError(72031, `"${name}" is below 0`, `“${name}”不能小于 0`);
  return given;
};

/** What is printed on an invoice. */
export const faceRules = {
  title: text,
  fee_without_tax: fen,
  fee: fen,
  tax: fen,
  billing_no: text,
  billing_code: text,
  billing_time: number,
  info: list(object({ name: text, unit: text, num: number, price: fen })),
  check_code: optional(anyText),
  buyer_number: anyText,
  buyer_address_and_phone: optional(anyText),
  buyer_bank_account: optional(anyText),
  seller_number: optional(anyText),
  seller_address_and_phone: optional(anyText),
  seller_bank_account: optional(anyText),
  remarks: optional(anyText),
  maker: optional(anyText),
  cashier: optional(anyText),
};

/** An invoice in the wallet of a user. */
export interface Invoice {
  readonly card_id: string;
  readonly code: string;
  /** What a page gets when the user chooses it. */
  readonly encrypt_code: string;
  readonly openid: string;
  /** The account that issued it; absent when it is made up. */
  readonly issuer: FakeAccount | undefined;
  readonly type: string;
  readonly payee: string;
  readonly face: Fields<typeof faceRules>;
  readonly pdf: string;
  readonly tripPdf: string | undefined;
  readonly order_id: string | undefined;
  /** Unix seconds. */
  readonly since: number;
  state: InvoiceState;
}

type NewInvoice = Omit<Invoice, 'code' | 'encrypt_code' | 'since' | 'state'>;

/** The invoices that came into being at an account. */
const invoices = () => new Map<string, Invoice>();

/** Puts an invoice into a user's wallet. */
export function addInvoice(account: FakeAccount, made: NewInvoice): Invoice {
  const code = `186${nextShortId()}`;
  const encrypt_code = randomText(64);
  const state = { status: 'INVOICE_REIMBURSE_INIT' } as const;
  const invoice = { ...made, code, encrypt_code, since: account.seconds(), state };
  account.part(invoices).set(encrypt_code, invoice);
  return invoice;
}

const allOf = (accounts: readonly FakeAccount[]): Invoice[] =>
  accounts.flatMap((account) => [...account.part(invoices).values()]);

/** The invoices that an account has issued. */
export const issuedBy = (account: FakeAccount): Invoice[] =>
  allOf([account]).filter(({ issuer }) => issuer === account);

/** An invoice that a user has shown, whoever issued it. */
export function shownInvoice(
  { accounts }: Pick<EndpointContext, 'accounts'>,
  { card_id, encrypt_code }: Pick<Invoice, 'card_id' | 'encrypt_code'>,
): Invoice {
  const invoice = accounts
    .map((account) => account.part(invoices).get(encrypt_code))
    .find((each) => each !== undefined);
  if (invoice === undefined)
    throw new ApiRefusalError(
      72025,
      'no user has chosen an invoice with this "encrypt_code"',
      '没有用户选择过这个“encrypt_code”的发票',
    );
  if (invoice.card_id !== card_id)
    throw new ApiRefusalError(
      40073,
      `this invoice is of "${invoice.card_id}"`,
      `这张发票属于“${invoice.card_id}”`,
    );
  return invoice;
}

const isOpen = ({ state: { status } }: Invoice): boolean =>
  status === 'INVOICE_REIMBURSE_INIT' || status === 'INVOICE_REIMBURSE_LOCK';

/** The invoices that a user can choose on a page; where there are none, one is made up. */
export function chooseInvoices(
  account: FakeAccount,
  accounts: readonly FakeAccount[],
  openid: string,
): readonly Invoice[] {
  const own = allOf(accounts).filter((invoice) => invoice.openid === openid && isOpen(invoice));
  return own.length > 0 ? own : [addInvoice(account, sample(account, openid))];
}

function samplePdf(account: FakeAccount): string {
  const data = Buffer.from('%PDF-1.4\n%%EOF\n');
  const pdfs = account.part(invoicePdfs);
  const id = String(pdfs.put({ name: 'pdf', type: 'application/pdf', filename: 'sample.pdf', data }));
  pdfs.keep(id);
  return id;
}

function sample(account: FakeAccount, openid: string): NewInvoice {
  const { title, tax_no } = titleOf(account, openid);
  return {
    card_id: `p${randomText(27)}`,
    openid,
    issuer: undefined,
    type: '增值税电子普通发票',
    payee: '示例商店',
    pdf: samplePdf(account),
    tripPdf: undefined,
    order_id: undefined,
    face: {
      title,
      fee_without_tax: 10_000,
      fee: 10_600,
      tax: 600,
      billing_no: String(nextShortId()).slice(-8),
      billing_code: `1440020${String(nextShortId()).slice(-5)}`,
      billing_time: account.seconds(),
      info: [{ name: '餐饮服务', unit: '次', num: 1, price: 10_000 }],
      check_code: undefined,
      buyer_number: tax_no,
      buyer_address_and_phone: undefined,
      buyer_bank_account: undefined,
      seller_number: '91440300MA5SELLER0',
      seller_address_and_phone: undefined,
      seller_bank_account: undefined,
      remarks: undefined,
      maker: undefined,
      cashier: undefined,
    },
  };
}
