import type { CredentialManager } from '../credential';

/** What a relay must know of a client, besides how it calls. */
export interface KnownClient {
  readonly appId: string;
  readonly token: CredentialManager;
}

const clients = new WeakMap<object, KnownClient>();

/** Tells relays about a client. Not by a property of the client, since users would find the token there. */
export const rememberClient = (api: object, client: KnownClient): void => void clients.set(api, client);

/** What is known about a client; nothing of one that was made elsewhere. */
export const knownClient = (api: object): KnownClient | undefined => clients.get(api);
