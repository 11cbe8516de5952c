import { CUSTOM_SEND_PATH } from '../model/service-deeds';

const clients = new WeakMap<object, (path: string) => boolean>();

/** Lets others ask whether a client refuses a path by itself. */
export const tellRefusals = (api: object, isRefused: (path: string) => boolean): void =>
  void clients.set(api, isRefused);

/** Whether a call would be refused without asking WeChat; false for a client that is not ours. */
export const isRefusedNow = (api: object, path: string): boolean => clients.get(api)?.(path) ?? false;

/** Whether customer-service messages may be sent, as far as is known. */
export function maySend(ctx: { readonly api: object }): boolean {
  try {
    return !isRefusedNow(ctx.api, CUSTOM_SEND_PATH);
  } catch {
    // There is no client: whoever sends is told why.
    return true;
  }
}
