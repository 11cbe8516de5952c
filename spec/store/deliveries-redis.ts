import type { Cluster, Redis } from 'ioredis';
import type { DeliveryKey } from '../../lib/store/deliveries';
import { age } from '../support/redis';

export const nameOf = ({ account, id }: DeliveryKey) => `wx:{${account}:${id}}:d`;

/** Lets time pass for a message in Redis. */
export const passIn = (client: () => Redis | Cluster) => (key: DeliveryKey, ms: number) =>
  age(client(), [nameOf(key), `${nameOf(key)}:answer`], ms, ['l', 'f']);
