import { createApi } from 'offiaccount';
import type { SimulatedAccount } from 'offiaccount/testing';
import { appId, appSecret, playWith } from './support';

/** Our own client, with the fake API of a simulator. */
export function apiClient(over: Partial<SimulatedAccount> = {}) {
  const { simulator, wx } = playWith({ appSecret, ...over });
  const { clock, api: fake } = simulator;
  const logger = { warn: () => undefined, error: () => undefined };
  const api = createApi({ appId, appSecret, clock, logger, transport: fake.transport });
  return { simulator, wx, fake, api, clock };
}

/** An error of the API with that code. */
export const refused = (errcode: number): unknown => expect.objectContaining({ code: 'api', errcode });
