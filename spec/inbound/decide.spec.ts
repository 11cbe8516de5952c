import { decide } from '../../lib/inbound/decide';
import { newMessage } from '../../lib/inbound/message-state';
import type { MessageEvent, MessageState, Times, Waiting } from '../../lib/inbound/message-state';
import { note } from '../../lib/inbound/note';
import { leaseOf, noFacts } from '../../lib/store/facts';
import type { Facts } from '../../lib/store/facts';

/*
 * Rules that guard one another, or that only rare courses need: the check of all courses does not miss one of them alone. Here each is
 * asked by itself.
 */

const NOW = 100_000;
const TIMES: Times = {
  ...{ cut: 5000, sure: 4500, lastWord: 4300, lastAge: 9000, lease: 6000, renew: 2000, poll: 500 },
  ...{ watch: 1000, again: 1500, patience: 2000, longPatience: 10_000, grace: 3000, forlorn: 30_000 },
  ...{ stale: 400, unheard: 1000, duty: 60_000, claim: 20_000, repeats: 2, maxRun: 60_000 },
};
const ago = (ms: number): number => NOW - ms;
const alive = (owner: string) => ({ owner, until: NOW + 1000 });
const vanished = (owner: string) => ({ owner, until: ago(1000) });
const delivery = (over: Partial<Waiting> = {}): Waiting => ({
  ...{ id: 'first', at: ago(1000), final: false, endsRetries: false, isRepeated: false, lastWord: 'not-due' },
  ...over,
});

type State = Partial<Omit<MessageState, 'facts'>> & { readonly facts?: Partial<Facts> };
const message = ({ facts, ...over }: State): MessageState => ({
  ...newMessage('me', { ...noFacts(), ...facts }),
  ...over,
});
const does = (state: State): string[] => decide(message(state), NOW, TIMES).map((effect) => effect.do);

/** Nobody waits here, and this process has acknowledged. */
const owed = { dutyUntil: NOW + 1000, facts: { ack: 'me' } } as const;
/** The store was asked in vain a moment ago, for the first time so long ago. */
const away = (ms: number) => ({ inVain: true, awaySince: ago(ms) });

it.each<[rule: string, effect: string, yes: State, no: State]>([
  [
    'alone is begun only right after the store was asked in vain',
    'start',
    { waiting: [delivery()], ...away(0) },
    { waiting: [delivery()], asking: true, askedAt: NOW },
  ],
  [
    'what another may have begun is begun alone after a while only',
    'start',
    { waiting: [delivery({ isRepeated: true })], ...away(TIMES.patience) },
    { waiting: [delivery({ isRepeated: true })], ...away(TIMES.patience - 1) },
  ],
  [
    'what is owed is begun alone in the end, after a longer while',
    'start',
    { ...owed, ...away(TIMES.longPatience) },
    { ...owed, ...away(TIMES.longPatience - 1) },
  ],
  [
    'where the store knows that an answer is owed, others see to it',
    'start',
    { ...owed, ...away(TIMES.longPatience), heard: 'facts' },
    { ...owed, ...away(TIMES.longPatience), heard: 'ack' },
  ],
  [
    'alone is begun only what is not parked',
    'start',
    { waiting: [delivery()], ...away(TIMES.patience), facts: { runs: [vanished('one')] } },
    { waiting: [delivery()], ...away(TIMES.patience), facts: { runs: [vanished('one'), vanished('two')] } },
  ],
  [
    'what was granted is begun only where no other is alive',
    'start',
    { waiting: [delivery()], facts: { runs: [vanished('other'), alive('me')] } },
    { waiting: [delivery()], facts: { runs: [alive('other'), alive('me')] } },
  ],
  [
    'who has acknowledged sends its own answer without the store',
    'send',
    { ...away(0), facts: { ack: 'me', answer: 'me' } },
    { facts: { ack: 'me', answer: 'me' } },
  ],
  [
    'who sends alone knows that others leave it to it',
    'send',
    { ...away(0), exposed: NOW, facts: { ack: 'me', answer: 'me' } },
    { ...away(0), exposed: ago(TIMES.grace), facts: { ack: 'me', answer: 'me' } },
  ],
  [
    'who sends alone waits for nobody that cannot be reached',
    'send',
    { ...away(TIMES.forlorn), exposed: ago(TIMES.grace), facts: { ack: 'me', answer: 'me' } },
    { ...away(TIMES.forlorn - 1), exposed: ago(TIMES.grace), facts: { ack: 'me', answer: 'me' } },
  ],
  [
    'who closes leaves the answer to those that are alive',
    'send',
    { shutdown: 'left', facts: { ack: 'other', knows: ['other'], runs: [vanished('third')] } },
    { shutdown: 'left', facts: { ack: 'other', knows: ['other'], runs: [alive('third')] } },
  ],
  [
    'what was told in vain is told again, sooner than all is repeated',
    'ask',
    { unsaid: 'in-vain', repeats: 1, dutyUntil: NOW + 1, askedAt: ago(TIMES.again) },
    { unsaid: 'nothing', repeats: 1, dutyUntil: NOW + 1, askedAt: ago(TIMES.again) },
  ],
  [
    'who sends tells all that may not know',
    'forget',
    {
      dutyUntil: NOW + 1,
      hasSent: true,
      facts: { ack: 'other', answer: 'me', late: 'me', knows: ['me', 'other'] },
    },
    { dutyUntil: NOW + 1, hasSent: true, facts: { ack: 'other', answer: 'me', late: 'me', knows: ['me'] } },
  ],
  [
    'an answer is kept until it is taken or sent',
    'forget',
    { dutyUntil: NOW + 1, facts: { answer: 'me', taken: true } },
    { dutyUntil: NOW + 1, facts: { answer: 'me' } },
  ],
  [
    'an answer waits for the store to confirm it',
    'answer',
    { waiting: [delivery()], heard: 'answer', facts: { answer: 'me' } },
    { waiting: [delivery()], heard: 'facts', facts: { answer: 'me' } },
  ],
  [
    'what is parked is acknowledged at once',
    'ask',
    { waiting: [delivery()], askedAt: NOW, facts: { runs: [vanished('one'), vanished('two')] } },
    { waiting: [delivery()], askedAt: NOW, facts: { runs: [vanished('one'), alive('two')] } },
  ],
  [
    'who closes leaves a delivery that comes again',
    'leave',
    { waiting: [delivery()], shutdown: 'left' },
    { waiting: [delivery({ final: true })], shutdown: 'left' },
  ],
  [
    'who has handed in another’s answer says so for a while',
    'forget',
    { waiting: [delivery()], heard: 'answer', facts: { answer: 'other', taken: true } },
    { waiting: [delivery()], heard: 'answer', facts: { answer: 'other' } },
  ],
  [
    'nothing is begun when there is an answer',
    'start',
    { waiting: [delivery()], facts: { runs: [alive('me')] } },
    { waiting: [delivery()], facts: { runs: [alive('me')], answer: 'other' } },
  ],
  ['who owes an answer sees to it', 'forget', { ...owed, dutyUntil: NOW }, owed],
])('%s', (_rule, effect, yes, no) => {
  expect(does(yes)).toContain(effect);
  expect(does(no)).not.toContain(effect);
});

it('who hears of the sending says so', () => {
  const heard = message({ facts: { ack: 'me', answer: 'other', late: 'other' } });
  expect(decide(heard, NOW, TIMES)).toContainEqual(expect.objectContaining({ do: 'ask' }));
  expect(heard.facts.knows).toEqual(['me']);
});

it('who closes lets go of its lease', () => {
  const leaving = message({ shutdown: 'left', unsaid: 'now', facts: { runs: [alive('me')] } });
  decide(leaving, NOW, TIMES);
  expect(leaseOf(leaving.facts, 'me')).toEqual({ owner: 'me', until: -Infinity });
});

describe('a reply that comes late', () => {
  const granted = (): MessageEvent => ({
    on: 'reply',
    view: { ...noFacts(), ack: 'me', answer: 'me', late: 'me', runs: [alive('me'), alive('other')] },
  });
  const after = (ms: number): Facts => {
    const asked = message({ asking: true, askedAt: ago(ms), telling: 'ack' });
    note(asked, granted(), NOW, TIMES);
    return asked.facts;
  };

  it('grants no sending', () => {
    expect(after(TIMES.stale).late).toBe('me');
    expect(after(TIMES.stale + 1).late).toBeUndefined();
  });

  it('grants no run', () => {
    expect(after(TIMES.stale).runs).toEqual([alive('me'), alive('other')]);
    expect(after(TIMES.stale + 1).runs).toEqual([alive('other')]);
  });
});
