import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { temporaryMedia } from '../testing/api/endpoints/media';
import { filesOf } from './conversation';
import { CommandError } from './command-error';
import type { Conversation, ReplayState, Step, UserCommand } from './protocol';
import type { SimulatorSession } from './session';
import { toMedia } from './upload';
import { maskGeneratedIds } from './mask-generated-ids';

type Text = ReplayState['differences'][number]['text'];

/** Replays saved conversations, one at a time. */
export interface Replayer {
  start(conversation: Conversation): void;
  stop(): void;
}

/** Real milliseconds that what came by calls may be later than when it was saved. */
const MAX_WAIT_MS = 5000;
const MAX_STEP_MS = 120_000;
const LOOK_INTERVAL_MS = 25;

export function createReplayer(session: SimulatorSession): Replayer {
  let running: AbortController | undefined;

  async function replay({ steps }: Conversation, ids: ReadonlyMap<string, string>, signal: AbortSignal) {
    const differences: { step: number; what: string; text: Text }[] = [];
    const report = (done: number, isRunning: boolean): void =>
      session.replaying({ running: isRunning, done, total: steps.length, differences: [...differences] });
    report(0, true);
    const stopped = once(signal, 'abort');
    let done = 0;
    for (const [index, step] of steps.entries()) {
      const text = await playAgain(step, steps[index + 1], ids, signal, stopped);
      if (signal.aborted) break;
      done++;
      if (text !== undefined) differences.push({ step: done, what: text.en, text });
      report(done, done < steps.length);
    }
    if (done < steps.length || steps.length === 0) report(done, false);
  }

  /** What was different this time. */
  async function playAgain(
    { command, outcomes, saw }: Step,
    next: Step | undefined,
    ids: ReadonlyMap<string, string>,
    signal: AbortSignal,
    stopped: Promise<unknown>,
  ): Promise<Text | undefined> {
    const patience = Math.min((next?.after ?? MAX_STEP_MS) + MAX_WAIT_MS, MAX_STEP_MS);
    let played;
    try {
      played = session.play(withFiles(command, ids));
    } catch (error) {
      if (error instanceof CommandError) return error.text;
      throw error;
    }
    const { step, over } = played;
    await Promise.race([over, stopped]);
    const now = step.results.flatMap((seen) => seen?.outcome ?? []);
    if (!isDeepStrictEqual(now, outcomes))
      return {
        en: `The outcome was ${outcomes.join(', ') || 'none'}, and is ${now.join(', ') || 'none'} now.`,
        zh: `保存时的结果是 ${outcomes.join('、') || '无'}，这次是 ${now.join('、') || '无'}。`,
      };
    const until = performance.now() + patience;
    while (step.saw.length < saw.length && performance.now() < until && !signal.aborted)
      await wait(LOOK_INTERVAL_MS);
    const [before, today] = [saw, step.saw].map((messages) =>
      messages.map((message) => maskGeneratedIds(message, () => '…')),
    );
    return isDeepStrictEqual(plain(before), plain(today))
      ? undefined
      : {
          en: `The user saw ${JSON.stringify(before)}, and sees ${JSON.stringify(today)} now.`,
          zh: `保存时用户看到 ${JSON.stringify(before)}，这次看到 ${JSON.stringify(today)}。`,
        };
  }

  return {
    start(conversation) {
      if (running !== undefined) throw CommandError.because('replay-runs');
      const { account } = session;
      session.switches.set(conversation.account);
      for (const { openid, name } of conversation.users)
        if (!session.users.has(openid)) session.users.add(openid, name);
      const ids = new Map(
        Object.entries(conversation.files).map(([id, { filename, base64 }]) => {
          const media = toMedia(filename, Buffer.from(base64, 'base64'));
          return [id, account.part(temporaryMedia).put(media)];
        }),
      );
      session.refresh();
      const controller = new AbortController();
      running = controller;
      void replay(conversation, ids, controller.signal).finally(() => (running = undefined));
    },
    stop: () => running?.abort(),
  };
}

/** The command with this time's ids; a file that was not saved becomes a sample. */
function withFiles(command: UserCommand, ids: ReadonlyMap<string, string>): UserCommand {
  const files = filesOf(command).flatMap((id) => ids.get(id) ?? []);
  const [file] = files;
  if (file === undefined) return withoutFiles(command);
  if (command.type === 'tapMenu') return { ...command, files };
  return command.type === 'send' ? { ...command, file } : command;
}

function withoutFiles(command: UserCommand): UserCommand {
  // Everything but what the file would have stood for.
  const rest = Object.entries(command).filter(([name]) => name !== 'file' && name !== 'files');
  return Object.fromEntries(rest) as unknown as UserCommand;
}

/** As it comes out of a file. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
