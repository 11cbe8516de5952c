import { CUSTOM_SEND_PATH } from '../model/service-deeds';

/** What counts the messages that may be sent, as far as the one who asks it is concerned. */
interface Counting {
  of(openid: string): Promise<{ readonly left: number | undefined }>;
}

const ledgers = new WeakMap<object, Counting>();

/** Lets others ask the ledger of a client, if it is one that can be asked. */
export function tellLedger(api: object, ledger: object | undefined): void {
  if (ledger !== undefined && 'of' in ledger && typeof ledger.of === 'function')
    // What `createLedger` makes, or what does as well.
    ledgers.set(api, ledger as Counting);
}

/**
 * How many customer-service messages may be sent to the user of a message, by the ledger of its client;
 * `undefined`: unknown.
 */
export async function quotaLeft(ctx: {
  readonly api: object;
  readonly openid: string;
}): Promise<number | undefined> {
  try {
    return (await ledgers.get(ctx.api)?.of(ctx.openid))?.left;
  } catch {
    return undefined;
  }
}

const clients = new WeakMap<object, (path: string) => boolean>();

/** Lets others ask whether a client refuses a path by itself. */
export const tellRefusals = (api: object, isRefused: (path: string) => boolean): void =>
  void clients.set(api, isRefused);

/** Whether a call would be refused without asking WeChat; false for a client that is not ours. */
const isRefusedNow = (api: object, path: string): boolean => clients.get(api)?.(path) ?? false;

/** Whether customer-service messages may be sent, as far as is known. */
export function maySend(ctx: { readonly api: object }): boolean {
  try {
    return !isRefusedNow(ctx.api, CUSTOM_SEND_PATH);
  } catch {
    // There is no client: whoever sends is told why.
    return true;
  }
}
