/**
 * Names the key of one message or user. What is in braces is a cluster's hash tag: all keys of one lie on one
 * node, and those of many on all.
 */
export const keyName = (
  prefix: string,
  { account, id }: { readonly account: string; readonly id: string },
  end: string,
): string => `${prefix}{${account}:${id}}:${end}`;
