import { createDialogue, createForm, createRouter, memoryStore, session } from '../lib';
import type { Conversation, Handler, Router } from '../lib';
import { dispatched, silent } from '../spec/support/talk';
import { median } from './statistics';

/*
 * What a message costs us in the middle of a form or dialogue: CPU time of all its handlers, and of what plays it again alone.
 * `npm run bench:conversations`
 */
const RUNS = 2000;
const SAMPLES = 9;

const script =
  (many: number) =>
  async ({ ask }: { readonly ask: (words: string) => Promise<string> }): Promise<string> => {
    for (let i = 0; i < many; i++) await ask(`Question ${i}?`);
    return 'end';
  };

const made = {
  form: (many: number) =>
    createForm('talk', {
      fields: Object.fromEntries(
        Array.from({ length: many }, (_, i) => [`f${i}`, { ask: `Question ${i}?` }]),
      ),
      done: () => 'end',
      logger: silent,
    }),
  dialogue: (many: number) => createDialogue('talk', script(many), { check: false, logger: silent }),
  'dialogue, looked at in development': (many: number) =>
    createDialogue('talk', script(many), { check: true, logger: silent }),
} satisfies Record<string, (many: number) => Conversation>;

const picture = { fields: { MsgType: 'image', PicUrl: '', MediaId: 'm' } };

/** Milliseconds of CPU time that a message takes: the median of several samples. */
async function costOf(bot: Router): Promise<number> {
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const start = process.cpuUsage();
    for (let i = 0; i < RUNS; i++) await dispatched(bot, '', picture);
    const { user, system } = process.cpuUsage(start);
    samples.push((user + system) / 1000 / RUNS);
  }
  return median(samples);
}

async function main(): Promise<void> {
  for (const [kind, make] of Object.entries(made))
    for (const many of [1, 10, 50]) {
      const store = memoryStore();
      const keeps = () => createRouter().use(session({ store, logger: silent }));
      const conversation = make(many);
      const bot = keeps().use(conversation).text('begin', conversation.begin);
      await dispatched(bot, 'begin');
      // The last answer is still missing; a picture is none, and changes nothing but the time of the last message.
      for (let i = 1; i < many; i++) await dispatched(bot, 'x');
      const touch: Handler = async (ctx) => {
        Object.assign(await ctx.session, { id: ctx.deliveryId });
        return 'x';
      };
      const whole = await costOf(bot);
      // The same message where a handler reads and writes a session.
      const alone = await costOf(
        createRouter()
          .use(session({ logger: silent }))
          .message(touch),
      );
      const own = Math.max(0, whole - alone);
      console.log(
        `${kind}, ${many} answers: ${whole.toFixed(3)} ms a message, ${own.toFixed(3)} ms more than session() alone`,
      );
    }
}

void main();
