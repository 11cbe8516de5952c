import { setTimeout as sleep } from 'node:timers/promises';
import { createRouter, plainText, reply } from 'offiaccount';
import type { Router, StreamSource } from 'offiaccount';
import { model } from './settings';

const LABEL = '（内容由 AI 生成）';
const PARAGRAPH =
  '西湖龙井按采摘时间分为明前茶、雨前茶和春茶。明前茶在清明以前采，芽头嫩，香气清，一年只有十来天。' +
  '泡的时候水温八十五度就够，先倒三分之一的水，让茶叶舒展开，再加到七分满。头泡淡，二泡最好。\n\n';
// A red dot.
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

/** What the played model does: pieces of an answer, and pauses of that many milliseconds. */
type Script = readonly (string | number | object | Error)[];

const pieces = (text: string, pause: number): Script =>
  (text.match(/.{1,20}/gs) ?? []).flatMap((piece) => [pause, piece]);

const SCRIPTS: Readonly<Record<string, Script>> = {
  短: pieces('您好！我是一个没有联网的模型，**照稿子**念。', 100),
  长: pieces(PARAGRAPH.repeat(40), 5),
  慢: pieces(PARAGRAPH.repeat(4), 2000),
  错: [...pieces(PARAGRAPH, 100), new Error('The played model breaks off, as it was told to.')],
  图: ['画好了：', 500, { type: 'file', data: PICTURE, mediaType: 'image/png' }, '喜欢吗？'],
};

/** Plays a model: it stops when nobody waits for the answer any more, as a paid one should. */
async function* play(script: Script, signal: AbortSignal): AsyncGenerator<string | object> {
  for (const step of script) {
    if (typeof step === 'number') await sleep(step, undefined, { signal });
    else if (step instanceof Error) throw step;
    else yield step;
  }
}

/** Asks a server that speaks the language of OpenAI's chat completions. */
async function ask(question: string, signal: AbortSignal): Promise<Response> {
  const { baseUrl, key, name } = model;
  const answer = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ model: name, stream: true, messages: [{ role: 'user', content: question }] }),
    signal,
  });
  if (!answer.ok) throw new Error(`The model's server answered ${answer.status}.`);
  return answer;
}

const answerBy = (source: StreamSource) =>
  reply.stream(source, { label: LABEL, filter: (part) => plainText(part) });

/** A bot with a language model behind it: what is ready in time is the reply, the rest follows or waits in the mailbox. */
export const createModel = (): Router =>
  createRouter().text(/^\/ai(?:\s+(.+))?$/s, async ({ match, signal }) => {
    const question = match[1]?.trim() ?? '';
    const script = SCRIPTS[question];
    if (script !== undefined) return answerBy(play(script, signal));
    if (model.baseUrl !== undefined && question !== '') return answerBy(await ask(question, signal));
    return reply.choices(
      '想看哪种回答？',
      Object.fromEntries(Object.keys(SCRIPTS).map((name) => [name, `/ai ${name}`])),
    );
  });
