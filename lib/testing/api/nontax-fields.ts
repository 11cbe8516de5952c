import type { FakeAccount } from './fake-account';
import { anyText, list, number, object, optional, text } from './fields';
import type { Rule } from './fields';
import { dateOf } from './periods';
import { ApiRefusalError } from './api-refusal-error';

/** A day as YYYYMMDD. */
export const day: Rule<string> = (value, name) => {
  const given = typeof value === 'number' ? String(value) : value;
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(typeof given === 'string' ? given : '') ?? [];
  const iso = `${year ?? ''}-${month ?? ''}-${date ?? ''}`;
  const at = Date.parse(`${iso}T00:00:00+08:00`);
  // There is no 30 February, although some would take it for 2 March.
  if (Number.isNaN(at) || dateOf(at) !== iso)
    throw new ApiRefusalError(61500, `"${name}" is a day, as YYYYMMDD`);
  return iso.replaceAll('-', '');
};

/** An amount in fen. */
export const fen: Rule<number> = (value, name) => {
  const given = number(value, name);
  if (given < 0) throw new ApiRefusalError(40035, `"${name}" is an amount in fen`);
  return given;
};

const items = list(
  object({
    no: number,
    item_id: text,
    item_name: text,
    overdue: optional(fen),
    penalty: optional(fen),
    fee: fen,
  }),
);

/** What a notice of an office is told by. */
export const notice = {
  appid: text,
  payment_notice_type: optional(number),
  department_code: text,
  region_code: text,
};

/** What is to be paid. */
export const payment = {
  ...notice,
  bank_id: optional(anyText),
  bank_account: optional(anyText),
  mch_id: optional(anyText),
  desc: text,
  fee: fen,
  order_no: optional(anyText),
  payment_notice_no: optional(anyText),
  payment_notice_create_time: number,
  payment_expire_date: optional(day),
  user_name: optional(anyText),
  department_name: text,
  items,
};

/** A field that may be empty. */
export const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** Refuses an AppID that is not that of the account. */
export function checkAppId(account: FakeAccount, appid: string): void {
  if (account.appId !== '' && appid !== account.appId) throw new ApiRefusalError(40013, `"${appid}"`);
}
