import express from 'express';
import { createApi, memoryStore, wechat } from 'offiaccount';
import type { WeChat, WeChatConfig } from 'offiaccount';
import { fakeStream } from 'offiaccount/testing';
import { chatBot, countedBot, personalBot, terms, type Ask } from '../../docs/examples/answers';
import { closeAll, play, settings } from '../support/accounts';

/* The bots of the page on long and streamed answers. */

afterEach(closeAll);

const { appId, token } = settings.clear;
const SENTENCE = '明前茶在清明以前采，芽头嫩，香气清。';
const LABEL = '（内容由 AI 生成）';

type Make = (given: WeChatConfig, store: ReturnType<typeof memoryStore>, ask: Ask) => WeChat;

/** A bot with a played model that writes these pieces, one every 100 ms. */
function talk(make: Make, pieces: readonly string[]) {
  const app = express();
  const simulator = play(app);
  const { clock } = simulator;
  const logger = { warn: () => undefined, error: () => undefined };
  const api = createApi({ appId, appSecret: 'any', transport: simulator.api.transport, clock, logger });
  app.use(
    make({ appId, token, api, clock, logger }, memoryStore(clock), () =>
      fakeStream(pieces, { clock, every: 100 }),
    ),
  );
  const alice = simulator.user('alice');
  const texts = () => alice.sees().flatMap((seen) => ('Content' in seen ? [String(seen.Content)] : []));
  return { simulator, alice, texts };
}

const bytes = (text: string) => Buffer.byteLength(text);
const sentencesIn = (texts: readonly string[]) => texts.join('').split(SENTENCE).length - 1;

describe('the bots of the page on answers', () => {
  it('answer shortly at once, without Markdown, and say who wrote it', async () => {
    const { alice, simulator } = talk(chatBot, ['**Two** ', 'cups.']);
    const answer = alice.says('how many?');
    await simulator.clock.advance(1000);
    expect((await answer).reply).toMatchObject({ Content: `Two cups.\n\n${LABEL}` });
  });

  it('send a long answer whole, in messages that WeChat shows', async () => {
    const { alice, simulator, texts } = talk(
      chatBot,
      Array.from({ length: 150 }, () => SENTENCE),
    );
    await alice.follows();
    const answer = alice.says('tell me');
    await simulator.clock.advance(60_000);
    expect(bytes(String(((await answer).reply as { Content?: unknown }).Content))).toBeGreaterThan(500);
    expect(sentencesIn(texts())).toBe(150);
    expect(texts().length).toBeGreaterThan(2);
    expect(Math.max(...texts().map(bytes))).toBeLessThanOrEqual(2047);
  });

  it('keep for a personal account what it may not send, one tap at a time', async () => {
    const { alice, simulator, texts } = talk(
      personalBot,
      Array.from({ length: 150 }, () => SENTENCE),
    );
    const answer = alice.says('tell me');
    await simulator.clock.advance(60_000);
    expect((await answer).reply).toMatchObject({ Content: expect.stringContaining('继续') as unknown });
    expect(texts()).toHaveLength(1);
    for (let taps = 0; taps < 10 && sentencesIn(texts()) < 150; taps++) await alice.taps('继续');
    expect(sentencesIn(texts())).toBe(150);
  });

  it('say what may still be sent', async () => {
    const { alice } = talk((given, store) => countedBot(given, store).wx, []);
    expect((await alice.says('left')).reply).toMatchObject({
      Content: expect.stringMatching(/^\d+ more messages\.$/) as unknown,
    });
  });

  it('take a text that is there as a whole', async () => {
    const { alice, simulator, texts } = talk(
      (given, store) => wechat({ ...given, store }).text(() => terms(SENTENCE.repeat(100))),
      [],
    );
    await alice.follows();
    const answer = alice.says('terms');
    await simulator.clock.advance(10_000);
    expect((await answer).reply).toMatchObject({ MsgType: 'text' });
    expect(sentencesIn(texts())).toBe(100);
  });
});
