import { text } from './fields';
import type { Rule } from './fields';
import { ApiRefusalError } from './api-refusal-error';

export const isWebAddress = (value: string): boolean => /^https?:\/\/[^/]/.test(value);

/** An address of the web. */
export const webAddress: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (!isWebAddress(given)) throw new ApiRefusalError(40035, `"${name}" is an address, http(s)://…`);
  return given;
};
