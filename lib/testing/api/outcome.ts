import { json, page } from './answer';
import type { FakeResponse } from './answer';
import type { IncomingCall } from './call';
import type { ApiFault } from './fault';
import { errmsgOf } from './api-refusal-error';

/** What becomes of a request. */
export interface CallOutcome {
  /** Absent: nothing is answered. */
  readonly answer?: FakeResponse;
  /** How the answer goes out. */
  readonly mode: 'whole' | 'drip' | 'half' | 'reset' | 'hang';
  /** Milliseconds to wait before that. */
  readonly delay: number;
  /** What is to be done afterwards. */
  readonly after: (() => void)[];
}

/** What can be done with a call. */
export interface CallActions {
  /** Does what the call asks for. */
  run(call: IncomingCall, after: CallOutcome['after']): FakeResponse;
  /** Does nothing, and answers with this code. */
  refuse(call: IncomingCall, errcode: number, errmsg: string): FakeResponse;
  /** Ends all access tokens. */
  revoke(): void;
}

/** What becomes of a call, with a fault or without. */
export function outcomeOf(
  call: IncomingCall,
  fault: ApiFault | undefined,
  actions: CallActions,
): CallOutcome {
  const after: CallOutcome['after'] = [];
  const done = (mode: CallOutcome['mode'], delay = 0): CallOutcome => ({
    answer: actions.run(call, after),
    mode,
    delay,
    after,
  });
  const reply = (answer: FakeResponse): CallOutcome => ({ answer, mode: 'whole', delay: 0, after });
  const silent = (mode: 'reset' | 'hang'): CallOutcome => ({ mode, delay: 0, after });

  if (typeof fault === 'object') {
    if ('delay' in fault) return done('whole', fault.delay);
    if ('errcode' in fault)
      return reply(actions.refuse(call, fault.errcode, fault.errmsg ?? errmsgOf(fault.errcode)));
    const { status, body } = fault;
    return reply(typeof body === 'object' ? { ...json(body), status } : page(status, body));
  }
  switch (fault) {
    case undefined:
      return done('whole');
    case 'hang':
      return silent('hang');
    case 'reset-before':
      return silent('reset');
    case 'reset-after':
      actions.run(call, after);
      return silent('reset');
    case 'reset-during':
      return done('half');
    case 'drip':
      return done('drip');
    case 'redirect':
      return reply({ ...page(302), headers: { location: `${call.origin}/redirected` } });
    case 'html':
      return reply(page(200));
    case 'ip-not-allowed':
      return reply(
        actions.refuse(call, 40164, `invalid ip ${call.ip} ipv6 ::ffff:${call.ip}, not in whitelist`),
      );
    case 'token-revoked':
      actions.revoke();
      return done('whole');
  }
}
