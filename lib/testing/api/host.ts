import type { RidRequest } from '../../api/types';
import type { MovableClock } from '../movable-clock';
import type { SimulatorEvent } from '../observed';
import { json, toAnswer } from './answer';
import type { FakeResponse } from './answer';
import { readCall, record, withoutSecrets } from './call';
import type { ApiCall, IncomingCall, Incoming, TokenState } from './call';
import type { Endpoint, EndpointContext } from './endpoint';
import { endpoints } from './endpoints';
import { grants } from './endpoints/oauth';
import type { FakeAccount } from './fake-account';
import { createFaults } from './fault';
import type { Faults } from './fault';
import { nextRid } from './ids';
import { readJson } from './json';
import type { CallNote } from './notes';
import { outcomeOf } from './outcome';
import type { CallOutcome } from './outcome';
import { platforms } from './platform';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';
import { tokens } from './tokens';

/** The API of one or more accounts, without its connections. */
export interface ApiHost {
  readonly clock: MovableClock;
  readonly accounts: FakeAccount[];
  /** Whose each access token is, of accounts and of platforms. */
  readonly owners: BoundedMap<FakeAccount>;
  readonly faults: Faults;
  /** The last calls, in order. */
  calls(): ApiCall[];
  handle(incoming: Incoming): CallOutcome;
  /** Which call is being worked on. */
  running(): number | undefined;
}

let callIds = 0;

const MAX_CALLS = 1000;
const MAX_TOKENS = 200_000;
const MAX_FAILURES = 1000;
const RID_DAYS = 7;

/** Creates the API; the first account's clock is everyone's. */
export function createHost(clock: MovableClock, observe: (event: SimulatorEvent) => void): ApiHost {
  let running: number | undefined;
  const accounts: FakeAccount[] = [];
  const owners = new BoundedMap<FakeAccount>(MAX_TOKENS);
  const ownerOf = (token: string): FakeAccount | undefined => {
    const owner = owners.get(token);
    // Its simulator may have been closed.
    return owner !== undefined && accounts.includes(owner) ? owner : undefined;
  };
  const calls: ApiCall[] = [];
  const faults = createFaults();
  const failures = new BoundedMap<{ readonly at: number; readonly request: RidRequest }>(MAX_FAILURES);

  function refuse(call: IncomingCall, errcode: number, errmsg: string): FakeResponse {
    const rid = nextRid();
    const answer = json({ errcode, errmsg: `${errmsg} rid: ${rid}` });
    const { path, query, body } = record(call, 0, 'none');
    const request = {
      request_url: `${path}?${new URLSearchParams(query).toString()}`,
      request_body: body === undefined ? '' : JSON.stringify(body),
      response_body: answer.body.toString(),
      invoke_time: Math.floor(clock.now() / 1000),
      cost_in_ms: 1,
      client_ip: call.ip,
    };
    failures.set(rid, { at: clock.now(), request });
    return answer;
  }

  function run(call: IncomingCall, after: CallOutcome['after'], notes: CallNote[]): FakeResponse {
    const context: EndpointContext = {
      accounts,
      ownerOf,
      after: (account, push) => {
        const answered = new Promise<void>((resolve) => after.push(resolve));
        account.expect(answered.then(push));
      },
      note: (note) => void notes.push(note),
      failure: (rid) => {
        const failure = failures.get(rid);
        return failure && failure.at > clock.now() - RID_DAYS * 86_400_000 ? failure.request : undefined;
      },
      knows: (path) => endpoints.has(path),
    };
    try {
      return toAnswer(find(call).answer(call, context));
    } catch (error) {
      if (error instanceof ApiRefusalError) return refuse(call, error.errcode, error.errmsg);
      throw error;
    }
  }

  function revoke(): void {
    for (const account of accounts) {
      account.part(tokens).revoke();
      account.part(platforms).revoke();
    }
  }

  function handle(incoming: Incoming): CallOutcome {
    const call = readCall(incoming);
    const id = ++callIds;
    const started = clock.monotonic();
    const entry = record(call, clock.now(), tokenState(call, accounts, ownerOf));
    observe({ type: 'call', call: id, record: entry });
    // The gateway looks at the request before the API does.
    const chunked = incoming.headers['transfer-encoding'] !== undefined;
    const fault = chunked ? { status: 412 } : faults.take(entry);
    running = id;
    const notes = [...call.notes];
    const outcome = outcomeOf(call, fault, {
      run: (asked, after) => run(asked, after, notes),
      refuse,
      revoke,
    });
    running = undefined;
    const { answer, after } = outcome;
    const isApi = answer?.status === 200 && answer.headers['content-type'] !== 'text/html';
    const json = answer && isJson(answer) ? readJson(answer.body.toString()) : undefined;
    const rid = ridOf(json);
    const kept = {
      ...entry,
      ...(rid !== undefined && { rid }),
      ...(answer && { status: answer.status }),
      ...(answer && isApi && { errcode: answer.errcode }),
      ...(notes.length > 0 && { notes }),
    };
    calls.push(kept);
    if (calls.length > MAX_CALLS) calls.shift();
    // Before what the call sets off.
    after.unshift(() => {
      const file = answer && { type: answer.headers['content-type'], size: answer.body.length };
      const ms = Math.round(clock.monotonic() - started);
      const shown = json === undefined ? file : withoutSecrets(json);
      observe({ type: 'call', call: id, record: kept, ...(shown !== undefined && { answer: shown }), ms });
    });
    return outcome;
  }

  return { clock, accounts, owners, faults, calls: () => [...calls], handle, running: () => running };
}

const isJson = ({ body, headers }: FakeResponse): boolean =>
  /json|text\/plain/.test(headers['content-type'] ?? '') && body.toString('latin1', 0, 1) === '{';

const ridOf = (json: unknown): string | undefined =>
  /rid: (\S+)$/.exec(
    typeof json === 'object' && json !== null && 'errmsg' in json ? String(json.errmsg) : '',
  )?.[1];

function tokenState(
  { path, query }: IncomingCall,
  accounts: readonly FakeAccount[],
  ownerOf: EndpointContext['ownerOf'],
): TokenState {
  const { component_access_token = '', access_token = component_access_token } = query;
  if (access_token === '') return 'none';
  if (!path.startsWith('/sns/') || component_access_token !== '') {
    const owner = ownerOf(access_token);
    return owner?.part(tokens).state(access_token) ?? owner?.part(platforms).state(access_token) ?? 'unknown';
  }
  const states = accounts.map((account) => account.part(grants).state(access_token));
  return states.find((state) => state !== undefined) ?? 'unknown';
}

/** Where one path does several things, the query says which. */
const meansThis = ({ path }: Endpoint, query: IncomingCall['query']): boolean =>
  !path.includes('?') ||
  [...new URLSearchParams(path.split('?')[1])].every(([name, value]) => query[name] === value);

function find({ method, path, query }: IncomingCall): Endpoint {
  const all = endpoints.get(path);
  if (all === undefined)
    throw new ApiRefusalError(
      40066,
      `this simulator does not play "${path}": api.fail() can answer in its place`,
    );
  const meant = all.filter((each) => meansThis(each, query));
  if (meant.length === 0)
    throw new ApiRefusalError(40035, `"${path}" needs a part of the query that says what to do`);
  const endpoint = meant.find((each) => each.method === method);
  if (endpoint === undefined) throw new ApiRefusalError(meant[0]?.method === 'GET' ? 43001 : 43002);
  return endpoint;
}
