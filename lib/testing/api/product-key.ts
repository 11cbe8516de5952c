import type { FakeAccount } from './fake-account';
import { randomText } from './ids';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

/** The products that an account has asked cards of, by their key. */
const products = () => new BoundedMap<string>(1000);

/** A key with which articles name the product. */
export function issueProductKey(account: FakeAccount, product_id: string): string {
  const key = randomText(64);
  account.part(products).set(key, product_id);
  return key;
}

/** Refuses the product of an article if its key is none that `getProductCardInfo` gave. */
export function checkProductKey(account: FakeAccount, key: string | undefined): void {
  if (key !== undefined && account.part(products).get(key) === undefined)
    throw new ApiRefusalError(53405, '"product_key" is not from getProductCardInfo');
}
