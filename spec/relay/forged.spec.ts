import { createHmac, randomBytes } from 'node:crypto';
import { request as httpRequest, Agent } from 'node:http';
import { seal } from '../../lib/cipher';
import { relayKeys } from '../../lib/api/relay/keys';
import { axiosTransport, type HttpRequest, type Transport } from '../../lib/api/transport';
import { movedClock } from '../support/clock';
import { startRelayed } from '../support/relayed';
import { trials } from '../support/thorough';

const HEADER = 'x-offiaccount-relay';
const COUNT = trials(1000, 10_000);
const RECORDED = 20;

const pick = (most: number): number => randomBytes(4).readUInt32BE() % most;

/** Another character of hex digits or base64url at some place of a text. */
function nudge(text: string): string {
  const at = pick(text.length);
  const other = text[at] === '1' ? '2' : '1';
  return text.slice(0, at) + other + text.slice(at + 1);
}

interface Sent {
  readonly claim: string;
  readonly body: Buffer;
  readonly path?: string;
  readonly method?: string;
}

/** What an attacker who sees all requests, and has no secret, can send. */
const ATTACKS: Readonly<Record<string, (own: Sent, other: Sent) => Sent>> = {
  replayed: (own) => own,
  'with the body of another': (own, { body }) => ({ ...own, body }),
  'with the claim of another': ({ body }, { claim }) => ({ claim, body }),
  truncated: (own) => ({ ...own, body: own.body.subarray(0, pick(own.body.length)) }),
  extended: (own) => ({ ...own, body: Buffer.concat([own.body, randomBytes(1 + pick(9))]) }),
  'with a changed byte': (own) => {
    const body = Buffer.from(own.body);
    const at = pick(body.length);
    body.writeUInt8(body.readUInt8(at) ^ (1 + pick(255)), at);
    return { ...own, body };
  },
  're-ordered': (own) => ({ ...own, body: Buffer.from(own.body).reverse() }),
  'with a changed claim': (own) => ({ ...own, claim: nudge(own.claim) }),
  'with fields re-ordered': (own) => {
    const fields = own.claim.split(' ');
    return { ...own, claim: [...fields.slice(1, 4).reverse(), ...fields.slice(4)].join(' ') };
  },
  'without a field': (own) => {
    const fields = own.claim.split(' ');
    fields.splice(pick(fields.length), 1);
    return { ...own, claim: fields.join(' ') };
  },
  'for another address': (own) => ({ ...own, path: `/wechat/relay/?${pick(1000)}` }),
  'signed by a guess': ({ claim, body }) => {
    const signature = createHmac('sha256', randomBytes(32)).update(claim).digest('hex');
    return { claim: claim.replace(/[0-9a-f]{64}$/, signature), body };
  },
  'sealed by a guess': (own) => {
    const { request } = relayKeys(randomBytes(16).toString('hex'), 'x')[0];
    return { ...own, body: seal(request, 'x', Buffer.from('{"kind":"token"}')) };
  },
  'of nothing': () => ({ claim: randomBytes(40).toString('hex'), body: randomBytes(pick(2000)) }),
};

describe(`${COUNT} requests of somebody without the secret`, () => {
  it('pass never, and get one answer', async () => {
    const clock = movedClock();
    const world = await startRelayed({ allow: ['*', 'token'] }, { clock });
    const recorded: Sent[] = [];
    const inner = axiosTransport();
    const recording: Transport = (request: HttpRequest) => {
      recorded.push({ claim: request.headers[HEADER] ?? '', body: request.body ?? Buffer.alloc(0) });
      return inner(request);
    };
    const follower = world.follower({ transport: recording });
    for (let i = 0; i < RECORDED; i++) await follower.user.getInfo(`o${i}`);
    // Some that never arrived: their nonce is free, and only the rest of them protects.
    const lost: Transport = async (request) => {
      recorded.push({ claim: request.headers[HEADER] ?? '', body: request.body ?? Buffer.alloc(0) });
      return Promise.reject(new Error('lost'));
    };
    const losing = world.follower({ transport: lost });
    for (let i = 0; i < 5; i++) await losing.customerMessage.typing('o', 'Typing').catch(() => undefined);
    const arrived = recorded.slice(0, RECORDED);
    const before = world.fake.seen.length;

    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const { port } = new URL(world.url);
    const names = Object.keys(ATTACKS);
    const answers: Record<string, number> = {};
    const attack = async (number: number): Promise<void> => {
      const name = names[number % names.length] ?? 'replayed';
      // What arrived before may be sent as it is; of what did not, something is changed.
      const from = name === 'replayed' ? arrived : recorded;
      const own = from[pick(from.length)]!;
      const made = ATTACKS[name]!(own, from[(from.indexOf(own) + 1) % from.length]!);
      const answer = await post(made, Number(port), agent);
      answers[answer] = (answers[answer] ?? 0) + 1;
    };
    for (let i = 0; i < COUNT; i += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => attack(i + index)));
    // And all of them once more, stale.
    await clock.advance(61_000);
    for (const own of recorded) answers[await post(own, Number(port), agent)]!++;
    agent.destroy();

    expect(answers).toEqual({ '403 Forbidden': COUNT + recorded.length });
    expect(world.fake.seen.length).toBe(before);
    await world.close();
  }, 600_000);
});

function post(
  { claim, body, path = '/wechat/relay', method = 'POST' }: Sent,
  port: number,
  agent: Agent,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { [HEADER]: claim, 'content-length': body.length };
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => resolve(`${res.statusCode} ${text}`));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
