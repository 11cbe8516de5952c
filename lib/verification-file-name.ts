/** What is in WeChat's verification file of that name; `undefined`: it is the name of none. */
export const verificationTextOf = (name: unknown): string | undefined =>
  typeof name === 'string' ? /^MP_verify_([A-Za-z0-9]{16})\.txt$/.exec(name)?.[1] : undefined;
