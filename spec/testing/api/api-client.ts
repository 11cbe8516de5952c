import { createApi } from 'offiaccount';
import type { Api } from 'offiaccount';
import type { SimulatedAccount, Simulator } from 'offiaccount/testing';
import { appId, appSecret, playWith } from './support';

/** Our own client of the fake API of a simulator, silent. */
export function clientOf({ clock, api }: Simulator, ofAccount = appId): Api {
  const logger = { warn: () => undefined, error: () => undefined };
  return createApi({ appId: ofAccount, appSecret, clock, logger, transport: api.transport });
}

/** Our own client, with the fake API of a simulator. */
export function apiClient(over: Partial<SimulatedAccount> = {}) {
  const { simulator, wx } = playWith({ appSecret, ...over });
  const { clock, api: fake } = simulator;
  return { simulator, wx, fake, api: clientOf(simulator), clock };
}

/** An error of the API with that code. */
export const refused = (errcode: number): unknown => expect.objectContaining({ code: 'api', errcode });
