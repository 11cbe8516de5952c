import { ApiError } from 'offiaccount';
import type { PlatformApi } from 'offiaccount';

/** 群发与通知: the set of permissions that template messages need. */
const NOTIFYING = 7;

/** What the job has to tell the customers of a shop. */
export interface Invoice {
  readonly touser: string;
  readonly template_id: string;
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}

export async function sendInvoices(
  wx: PlatformApi,
  invoiceOf: (appId: string) => Promise<Invoice>,
): Promise<string[]> {
  const sent: string[] = [];
  // After a loss of the store, WeChat's list has them all.
  await wx.sync();
  for await (const account of wx.accounts()) {
    const { permissions, kind } = await account.info();
    // Other kinds of accounts have no template messages.
    if (kind !== 'service' || !permissions.includes(NOTIFYING)) continue;
    try {
      await account.api.templateMessage.send(await invoiceOf(account.appId));
      sent.push(account.appId);
    } catch (error) {
      // Of this account alone: it has withdrawn (61003), or its day is used up (45009). The others go on.
      if (!(error instanceof ApiError) || ![61003, 45009].includes(error.errcode)) throw error;
    }
  }
  return sent;
}
