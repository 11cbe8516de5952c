import { json, page } from './answer';
import type { Answer } from './answer';
import type { Call } from './call';
import type { ApiFault } from './fault';
import { errmsgOf } from './refused';

/** What becomes of a request. */
export interface Outcome {
  /** Absent: nothing is answered. */
  readonly answer?: Answer;
  /** How the answer goes out. */
  readonly how: 'whole' | 'drip' | 'half' | 'reset' | 'hang';
  /** Milliseconds to wait before that. */
  readonly delay: number;
  /** What is to be done afterwards. */
  readonly after: (() => void)[];
}

/** What can be done with a call. */
export interface Work {
  /** Does what the call asks for. */
  run(call: Call, after: Outcome['after']): Answer;
  /** Does nothing, and answers with this code. */
  refuse(call: Call, errcode: number, errmsg: string): Answer;
  /** Ends all access tokens. */
  revoke(): void;
}

/** What becomes of a call, with a fault or without. */
export function outcomeOf(call: Call, fault: ApiFault | undefined, work: Work): Outcome {
  const after: Outcome['after'] = [];
  const done = (how: Outcome['how'], delay = 0): Outcome => ({
    answer: work.run(call, after),
    how,
    delay,
    after,
  });
  const instead = (answer: Answer): Outcome => ({ answer, how: 'whole', delay: 0, after });
  const silent = (how: 'reset' | 'hang'): Outcome => ({ how, delay: 0, after });

  if (typeof fault === 'object') {
    if ('delay' in fault) return done('whole', fault.delay);
    if ('errcode' in fault)
      return instead(work.refuse(call, fault.errcode, fault.errmsg ?? errmsgOf(fault.errcode)));
    const { status, body } = fault;
    return instead(typeof body === 'object' ? { ...json(body), status } : page(status, body));
  }
  switch (fault) {
    case undefined:
      return done('whole');
    case 'hang':
      return silent('hang');
    case 'reset-before':
      return silent('reset');
    case 'reset-after':
      work.run(call, after);
      return silent('reset');
    case 'reset-during':
      return done('half');
    case 'drip':
      return done('drip');
    case 'redirect':
      return instead({ ...page(302), headers: { location: `${call.origin}/redirected` } });
    case 'html':
      return instead(page(200));
    case 'ip-not-allowed':
      return instead(
        work.refuse(call, 40164, `invalid ip ${call.ip} ipv6 ::ffff:${call.ip}, not in whitelist`),
      );
    case 'token-revoked':
      work.revoke();
      return done('whole');
  }
}
