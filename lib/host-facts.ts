/** Names of variables by which a host tells a program that it runs there, and its own name. */
const FREEZING = {
  AWS_LAMBDA_FUNCTION_NAME: 'AWS Lambda',
  SCF_RUNTIME: '腾讯云 SCF',
  TENCENTCLOUD_RUNENV: '腾讯云 SCF',
  FC_FUNCTION_NAME: '阿里云 FC',
  FC_QUALIFIER: '阿里云 FC',
  VERCEL: 'Vercel',
  NETLIFY: 'Netlify',
} as const;

/**
 * The host that stops a program once a request is answered, by the variables of the environment; undefined
 * elsewhere.
 */
export function freezingHost(env: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const [variable, host] of Object.entries(FREEZING)) if (env[variable]) return host;
  return undefined;
}

/** What must be known of a middleware to run it elsewhere than in Express. */
export interface HostFacts {
  readonly late: 'retry-then-send' | 'ack-then-send' | 'retry-only';
  /** Whether a handler is at work, a late answer is on its way, or work goes on after an answer. */
  readonly isBusy: () => boolean;
}

const facts = new WeakMap<object, HostFacts>();

export const rememberFacts = (middleware: object, known: HostFacts): void =>
  void facts.set(middleware, known);

export const factsOf = (middleware: object): HostFacts | undefined => facts.get(middleware);

/** Requests of a host that lets work go on after the answer. */
const continuing = new WeakSet<object>();

/** Tells that work may go on after the answer to this request. */
export const mayContinue = (request: object): void => void continuing.add(request);

export const isContinuing = (request: object): boolean => continuing.has(request);

/** Why a setting cannot be right on a host that freezes programs. */
export const frozenWords = (host: string): string =>
  `On ${host} a program stands still once it has answered, so that late: 'ack-then-send' would send nothing. Give fetchHandler(wx, { waitUntil }) the host's own waitUntil, or leave "late" as it is.`;
