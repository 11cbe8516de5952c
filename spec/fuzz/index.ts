/*
 * Sends requests and bodies that were made of right ones by chance, and counts what should never happen:
 *
 *   npm run fuzz                                  everything, in a few minutes
 *   npm run fuzz -- --seed 7                      the same again
 *   npm run fuzz -- --requests 9000 --bodies 0    less of it
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { inspect, parseArgs } from 'node:util';
import { WeChatError } from '../../lib/errors';
import { readConfig } from '../../lib/config';
import { decryptBody } from '../../lib/inbound/decrypt';
import { parsePush } from '../../lib/inbound/parse';
import { wechat } from '../../lib/index';
import { readMessage } from '../../lib/model/message';
import type { Data, Field } from '../../lib/wire/data';
import { isFlat } from '../support/flat';
import { modes, sendInProcess, settingsFor } from '../support/attack';
import type { Mode } from '../support/attack';
import { isProven, mutateBody, mutateRequest, mutateText, samples } from '../support/attack-mutate';
import { chanceFrom } from '../support/random';
import type { Chance } from '../support/random';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    requests: { type: 'string', default: '100000' },
    bodies: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '200000' },
  },
});
const seed = Number(options.seed);

/** Milliseconds one call may keep the process from everything else. */
const LONGEST = 50;
/** Milliseconds of work between two turns of the event loop. */
const TURN = 4;

interface Row {
  readonly what: string;
  readonly count: number;
  readonly accepted: number;
  readonly wrong: number;
  readonly longest: number;
  readonly seconds: number;
}

const rows: Row[] = [];
const findings: string[] = [];

function find(what: string, input: unknown): void {
  if (findings.length < 20) findings.push(`${what}\n  ${JSON.stringify(input).slice(0, 2000)}`);
}

/** Says how far it is, at most once a second. */
function progress(what: string, total: number): (done: number) => void {
  let told = performance.now();
  return (done) => {
    if (performance.now() - told < 1000 && done < total) return;
    told = performance.now();
    process.stderr.write(
      `\r${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}${done < total ? '' : '\n'}`,
    );
  };
}

const turn = () => new Promise(setImmediate);

/** (a) Requests that have lost their proof must reach no handler. */
async function requests(mode: Mode, total: number, chance: Chance): Promise<void> {
  let handled = 0;
  let last: unknown;
  const quiet = { warn: () => undefined, error: () => undefined };
  const wx = wechat({ ...settingsFor(mode), logger: quiet }).use(({ message }) => {
    handled++;
    last = 'MsgId' in message ? message.MsgId : undefined;
    return 'a reply';
  });
  const tell = progress(`requests in ${mode} mode`, total);
  const started = performance.now();
  let [accepted, wrong, unproven, longest] = [0, 0, 0, 0];
  // Until so many have been sent that have indeed lost their proof.
  for (let sent = 0; unproven < total; sent++) {
    const mutant = mutateRequest(mode, chance);
    handled = 0;
    const began = performance.now();
    const { status, error } = await sendInProcess(wx, mutant);
    longest = Math.max(longest, performance.now() - began);
    const proven =
      isProven(mutant) &&
      (mode === 'clear' || (handled > 0 && mutant.original.message.includes(String(last))));
    if (handled === 0) unproven++;
    else if (proven) accepted++;
    else {
      wrong++;
      unproven++;
      find(`A handler ran for a request that is not proven (${mode}).`, mutant);
    }
    if (error !== undefined || (handled === 0 && status === 200 && mutant.method === 'POST')) {
      wrong++;
      find(
        `A request was not refused, but ended in ${error === undefined ? status : inspect(error)} (${mode}).`,
        mutant,
      );
    }
    if (sent % 64 === 0) {
      tell(unproven);
      await turn();
    }
  }
  tell(total);
  rows.push({
    what: `requests, ${mode}`,
    count: unproven,
    accepted,
    wrong,
    longest,
    seconds: (performance.now() - started) / 1000,
  });
}

/** Runs `call` for many inputs: it may return, or throw an error of ours, and must do either soon. */
async function calls<T>(
  what: string,
  total: number,
  make: () => T,
  call: (input: T) => unknown,
): Promise<void> {
  const tell = progress(what, total);
  const started = performance.now();
  let [accepted, wrong, longest] = [0, 0, 0];
  let turned = started;
  for (let done = 0; done < total; done++) {
    const input = make();
    let began = performance.now();
    try {
      call(input);
      accepted++;
    } catch (error) {
      if (!(error instanceof WeChatError)) {
        wrong++;
        find(`${what}: ${String(error)}`, input);
      }
    }
    let took = performance.now() - began;
    // What is slow only once was slowed down by something else: another process, or the garbage collector.
    for (let again = 0; took > LONGEST && again < 3; again++) {
      began = performance.now();
      try {
        call(input);
      } catch {
        // As before.
      }
      took = Math.min(took, performance.now() - began);
    }
    longest = Math.max(longest, took);
    if (took > LONGEST) {
      wrong++;
      find(`${what}: took ${took.toFixed(1)} ms`, input);
    }
    if (performance.now() - turned > TURN) {
      tell(done);
      await turn();
      turned = performance.now();
    }
  }
  tell(total);
  rows.push({ what, count: total, accepted, wrong, longest, seconds: (performance.now() - started) / 1000 });
}

const FIELDS = [
  ...[
    'ToUserName',
    'FromUserName',
    'CreateTime',
    'MsgType',
    'Event',
    'EventKey',
    'InfoType',
    'MsgId',
    'Content',
    'List',
    'item',
  ],
  ...[
    'ScanCodeInfo',
    'SendPicsInfo',
    'PicList',
    'SendLocationInfo',
    'Location_X',
    'ArticleUrlResult',
    'ResultList',
    'AppId',
  ],
  ...[
    'SubscribeMsgPopupEvent',
    'PublishEventInfo',
    'fail_idx',
    'material',
    'info',
    'constructor',
    '__proto__',
    'toString',
  ],
];
const WORDS = [
  ...samples.flatMap(({ text }) => /<(?:MsgType|Event|InfoType)>\s*<!\[CDATA\[(\w+)/.exec(text)?.[1] ?? []),
  ...['', ' ', 'event', 'text', '1735689662', '0.5', '-1', '1e5', 'NaN', '__proto__', 'a'.repeat(5000)],
];

/** Any data at all, under names that mean something. */
function anyData(chance: Chance, depth = 0): Data {
  const data = Object.create(null) as Record<string, Field>;
  for (let count = chance(8); count >= 0; count--) {
    const name = FIELDS[chance(FIELDS.length)]!;
    data[name] = anyField(chance, depth + 1);
  }
  if (depth === 0 && chance(4) > 0) {
    const type = chance(2) === 0 ? 'MsgType' : 'InfoType';
    data[type] = WORDS[chance(WORDS.length)]!;
    if (chance(2) === 0) Object.assign(data, { MsgType: 'event', Event: WORDS[chance(WORDS.length)]! });
  }
  return data;
}

function anyField(chance: Chance, depth: number): Field {
  const kind = chance(depth > 4 ? 1 : 4);
  if (kind === 2) return anyData(chance, depth);
  if (kind === 3) return Array.from({ length: chance(4) }, () => anyField(chance, depth + 1));
  const word = WORDS[chance(WORDS.length)]!;
  return chance(4) === 0 ? mutateText(word, chance) : word;
}

function show(): void {
  const lines = rows.map(({ what, count, accepted, wrong, longest, seconds }) => ({
    what,
    tried: count.toLocaleString('en'),
    'right all the same': accepted.toLocaleString('en'),
    wrong: wrong,
    'longest ms': longest.toFixed(1),
    seconds: seconds.toFixed(1),
  }));
  console.table(lines);
}

async function main(): Promise<void> {
  console.log(`seed ${seed}`);
  // Should a request never be answered, the process ends here and now.
  process.exitCode = 1;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const settings = readConfig({ ...settingsFor('clear') });
  const parts = { timestamp: '', nonce: '' };
  const parse = (body: string) => parsePush(decryptBody(body, {}, parts, settings), settings);

  for (const { text } of samples) parse(text);
  for (const [i, mode] of modes.entries())
    await requests(mode, Math.ceil(Number(options.requests) / modes.length), chanceFrom(seed + i));

  const chance = chanceFrom(seed + 10);
  const make = () => mutateBody(chance, settings.bodyLimit);
  // Until the compiler has seen the code, it is slow, and only then.
  for (let i = 0; i < 5000; i++) {
    try {
      parse(make());
    } catch {
      // Counted below.
    }
  }
  await turn();
  delay.enable();
  await calls('bodies', Number(options.bodies), make, parse);
  delay.disable();
  await calls('bodies, by scanner and parser', Number(options.bodies), make, isFlat);
  const other = chanceFrom(seed + 11);
  await calls('messages', Number(options.messages), () => anyData(other), readMessage);

  show();
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
  console.log(
    `event loop while bodies were parsed, in turns of ${TURN} ms: 99.9 % within ${ms(delay.percentile(99.9))} ms, longest ${ms(delay.max)} ms`,
  );
  for (const finding of findings) console.log(finding);
  if (rows.some(({ wrong }) => wrong > 0)) {
    console.log(`Something is wrong. The same again: npm run fuzz -- --seed ${seed}`);
  } else process.exitCode = 0;
}

process.on('uncaughtException', (error) => {
  console.error(error);
  process.exit(2);
});
void main();
