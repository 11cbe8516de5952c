import type { Cluster, Redis } from 'ioredis';
import type { DeliveryKey } from '../../lib/store/deliveries';
import { age } from '../support/redis';

export const nameOf = ({ account, id }: DeliveryKey) => `wx:{${account}:${id}}:m`;

/** Lets time pass for a message in Redis. */
export const passIn = (client: () => Redis | Cluster) => async (key: DeliveryKey, ms: number) => {
  const fields = (await client().hkeys(nameOf(key))).filter(
    (field) => field === 'f' || field.startsWith('r'),
  );
  await age(client(), [nameOf(key), `${nameOf(key)}:answer`], ms, fields);
};
