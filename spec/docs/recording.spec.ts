import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bubblesOf, readRecording } from '../../docs/.vitepress/recording';
import { readConversation } from '../../lib/simulator/conversation';

const sample = (language: string) =>
  readFileSync(join(__dirname, `../../docs/recordings/tea-house.${language}.json`), 'utf8');

describe.each(['zh', 'en'] as const)('the sample of the player (%s)', (language) => {
  const text = sample(language);
  const recording = readRecording(text)!;
  const [user] = recording.users;

  it('is a conversation that the offline WeChat takes', () => {
    expect(readConversation(JSON.parse(text) as object).steps).toHaveLength(recording.steps.length);
  });

  it('shows what was said and seen, in order', () => {
    const bubbles = bubblesOf(recording, user!.openid, language);
    expect(bubbles.map(({ from }) => from)).toEqual([
      ...['notice', 'account'],
      ...['user', 'account', 'user', 'account', 'user', 'account'],
      ...['user', 'notice', 'user', 'notice'],
      ...['user', 'account', 'account'],
    ]);
    expect(bubbles.every(({ text }) => text !== '')).toBe(true);
    expect(bubbles.map(({ at }) => at)).toEqual(bubbles.map(({ at }) => at).sort((a, b) => a - b));
    expect(bubbles.some(({ more }) => more !== undefined)).toBe(true);
  });
});

const conversation = (command: object, saw: readonly object[], outcomes: readonly string[]) =>
  readRecording(
    JSON.stringify({
      format: 'offiaccount-conversation',
      version: 1,
      users: [{ openid: 'o1', name: 'A' }],
      files: { f1: { filename: 'cat.png', base64: '' } },
      steps: [{ command: { openid: 'o1', ...command }, after: 0, outcomes, saw }],
    }),
  )!;

it.each([
  [{ type: 'say', content: '<b>hi</b>' }, 'user', '<b>hi</b>'],
  [{ type: 'send', kind: 'image', file: 'f1' }, 'user', '[picture]'],
  [{ type: 'send', kind: 'voice' }, 'user', '[voice]'],
  [{ type: 'sendLocation', place: { label: 'Lake' } }, 'user', '[place] Lake'],
  [{ type: 'sendLink', title: 'T', description: '', url: 'https://a.b/' }, 'user', '[link] T'],
  [{ type: 'follow' }, 'notice', 'followed the account'],
  [{ type: 'unfollow' }, 'notice', 'unfollowed the account'],
  [{ type: 'scan', scene: '7' }, 'notice', 'scanned a QR code: 7'],
  [{ type: 'tapMenu', path: [0] }, 'notice', 'tapped the menu'],
  [{ type: 'tapMessageMenu', id: '1', content: 'Yes' }, 'user', 'Yes'],
  [{ type: 'reportLocation', place: {} }, 'notice', 'told where they are'],
  [{ type: 'subscribe', templateId: 't', accept: false }, 'notice', 'refused notices'],
  [{ type: 'trigger', event: 'ENTER' }, 'notice', 'event: ENTER'],
])('shows what a user does: %j', (command, from, text) => {
  expect(bubblesOf(conversation(command, [], []), 'o1', 'en')).toEqual([
    expect.objectContaining({ from, text }),
  ]);
});

it.each([
  [[{ MsgType: 'text', Content: 'x' }], 'replied', 'account', 'x'],
  [[{ MsgType: 'image', Image: {} }], 'replied', 'account', '[picture]'],
  [[{ MsgType: 'news', Articles: { item: [{ Title: 'A' }, { Title: 'B' }] } }], 'replied', 'account', 'A\nB'],
  [[{ MsgType: 'music' }], 'replied', 'account', '[message] music'],
  [[], 'service-unavailable', 'notice', '该公众号提供的服务出现故障 (the service has failed)'],
  [[], 'refused', 'notice', 'the push was refused (403)'],
  [[], 'silent', 'notice', 'no reply'],
])('shows what a user sees: %j, %s', (saw, outcome, from, text) => {
  const [, seen] = bubblesOf(conversation({ type: 'say', content: 'x' }, saw, [outcome]), 'o1', 'en');
  expect(seen).toMatchObject({ from, text });
});

it('takes no other file', () => {
  expect(readRecording('{"format":"other"}')).toBeUndefined();
  expect(readRecording('[]')).toBeUndefined();
  expect(() => readRecording('no JSON')).toThrow(SyntaxError);
});
