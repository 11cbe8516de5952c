import { ApiRefusalError } from './api-refusal-error';

/** How far the reimbursement of an invoice is. */
export const REIMBURSE_STATUS = [
  'INVOICE_REIMBURSE_INIT',
  'INVOICE_REIMBURSE_LOCK',
  'INVOICE_REIMBURSE_CLOSURE',
] as const;

/** Only the issuer ends an invoice otherwise. */
export const CANCELLED = 'INVOICE_REIMBURSE_CANCEL';

export type StoredInvoiceStatus = (typeof REIMBURSE_STATUS)[number] | typeof CANCELLED;

/** Who changes an invoice. */
export interface Changer {
  readonly appId: string;
  readonly isIssuer: boolean;
}

/** The state of an invoice. */
export interface InvoiceState {
  readonly status: StoredInvoiceStatus;
  /** AppID of the account that has locked it. */
  readonly lockedBy?: string;
}

/**
 * What the state becomes, or the reason why it does not. What is reimbursed or cancelled stays so; a lock is
 * ended by who set it; who reimburses an invoice locks it first, while the issuer may hear of a reimbursement
 * from elsewhere.
 */
export function nextState(
  { status, lockedBy }: InvoiceState,
  wanted: StoredInvoiceStatus,
  by: Changer,
): InvoiceState {
  if (status === CANCELLED || status === 'INVOICE_REIMBURSE_CLOSURE')
    throw new ApiRefusalError(72024, `it is ${status}, which is for good`, `发票已是 ${status}，不能再改`);
  if (lockedBy !== undefined && lockedBy !== by.appId)
    throw new ApiRefusalError(72023, 'by another account', '被其他账号锁定');
  if (wanted === 'INVOICE_REIMBURSE_LOCK') return { status: wanted, lockedBy: by.appId };
  if (wanted === 'INVOICE_REIMBURSE_CLOSURE' && lockedBy === undefined && !by.isIssuer)
    throw new ApiRefusalError(72039);
  return { status: wanted };
}
