import { events } from '../model/events';
import { mediaOf } from '../testing/api/endpoints/file-host';
import type { AccountSnapshot } from '../testing';
import type { UserAction } from './run-action';
import { Code, print } from './print';
import { howTo, runners } from './spec-runner';
import type { RunnerName } from './spec-runner';
import type { SimulatorSession } from './session';
import type { LiveStep } from './steps';
import { maskGeneratedIds } from './mask-generated-ids';

/** Files beyond that many bytes would make a spec unreadable. */
const MAX_FILE_CHARS = 100_000;

/** What an act is, in a few words. */
function titleOf(act: UserAction | undefined): string {
  switch (act?.does) {
    case 'says':
      return `says ${JSON.stringify(act.content.slice(0, 60))}`;
    case 'sends':
      return `sends a ${act.type}`;
    case 'triggers':
      return `triggers ${act.event}`;
    case 'follows':
      return act.scene === undefined ? 'follows' : `follows by ${act.scene}`;
    case 'unfollows':
      return 'unfollows';
    case 'scans':
      return `scans ${act.scene}`;
    case 'clicks':
      return `clicks ${act.key}`;
    case undefined:
      return 'does what pushes nothing';
  }
}

/** Names for users in code, each once: `userAlice`, `userAlice2`, `user3`. */
function namesOf(users: readonly { readonly openid: string; readonly name: string }[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    users.map(({ openid, name }, index) => {
      const base = /^[A-Z][a-z]+$/.test(name) ? `user${name}` : `user${index + 1}`;
      let chosen = base;
      for (let count = 2; taken.has(chosen); count++) chosen = `${base}${count}`;
      taken.add(chosen);
      return [openid, chosen];
    }),
  );
}

/** Without what would make a spec unreadable. */
const readable = ({ files = [], ...rest }: AccountSnapshot): AccountSnapshot => {
  const small = files.filter(({ base64 }) => base64.length <= MAX_FILE_CHARS);
  return { ...rest, ...(small.length > 0 && { files: small }) };
};

/**
 * The conversation as a spec for `offiaccount/testing`. For jest and vitest it is TypeScript that is
 * JavaScript as well.
 */
export function toSpec(session: SimulatorSession, runnerName: RunnerName = 'jest'): string {
  const runner = runners[runnerName];
  const { account, users, switches, settings, simulator, steps } = session;
  const { mode, format, kind, windowOverlap } = switches.now();
  const all = steps.all();
  const calls = simulator.api.calls.length > 0;
  const there = users.states().filter(({ openid }) => all.some(({ command }) => command.openid === openid));
  const names = namesOf(there);
  const shownNames = new Map(there.map(({ openid, name }) => [openid, name]));
  const saw = new Map<string, number>();
  const ANY = new Code(runner.anyText);
  let files = 0;

  const env = (name: string, fallback: string): Code =>
    new Code(`process.env.${name} ?? ${JSON.stringify(fallback)}`);
  const withKey = settings.canEncrypt && mode !== 'clear';
  const port = new URL(session.apiUrl).port;
  const snapshot = readable(session.before());
  const played = {
    token: env('WECHAT_TOKEN', ''),
    ...(account.appId !== '' && { appId: account.appId }),
    ...(withKey && { encodingAESKey: env('WECHAT_ENCODING_AES_KEY', '') }),
    mode,
    format,
    kind,
    ...(windowOverlap !== 'adds-up' && { windowOverlap }),
    path: new URL(settings.urls[0] ?? settings.account.path ?? '/', 'http://localhost').pathname,
    originalId: settings.originalId,
    ...(calls && { apiPort: new Code(`BOT_URL ? Number(process.env.WECHAT_API_PORT ?? ${port}) : 0`) }),
    ...(Object.keys(snapshot).length > 0 && { snapshot }),
  };

  return `${howTo(runner, port, withKey)}${runner.imports}import { simulate } from 'offiaccount/testing';

const BOT_APP = ${env('BOT_APP', './app').text};
const BOT_URL = process.env.BOT_URL;

const loaded = new Map();
const simulator = simulate(
  BOT_URL ? { url: BOT_URL } : (req, res) => loaded.get('app')(req, res),
  ${print(played)},
);
${[...names].map(([openid, name]) => `const ${name} = simulator.user(${print(openid)});`).join('\n')}

${runner.before}(async () => {
  process.env.WECHAT_API_HOST = await simulator.api.url();
  if (BOT_URL) return;
  const bot = await import(BOT_APP);
  loaded.set('app', bot.app ?? bot.default?.app ?? bot.default);
});
${runner.after}(() => simulator.close());

${all.map(writeStep).join('\n\n')}
${runner.helpers}`;

  function writeStep(step: LiveStep, index: number): string {
    const { command, acts, results } = step;
    const { openid } = command;
    const name = names.get(openid) ?? '';
    const lines = acts.flatMap((act, at) => {
      const { lines, call, remark } = writeAct(name, act);
      const seen = results[at];
      const result = seen && { outcome: seen.outcome, ...(seen.reply && { reply: expected(seen.reply) }) };
      const done = result ? runner.holds(`await ${call}`, print(result)) : `await ${call};`;
      return [...lines, ...(remark === undefined ? [] : [remark]), done];
    });
    const before = saw.get(openid) ?? 0;
    const after = before + step.saw.length;
    saw.set(openid, after);
    if (step.later.length > 0) {
      lines.push(
        `while (${name}.sees().length < ${after}) await simulator.clock.sleep(50);`,
        runner.holds(`${name}.sees().slice(${before}, ${after})`, print(step.saw.map(expected))),
      );
    }
    const title = `${index + 1}: ${shownNames.get(openid) ?? ''} ${titleOf(acts[0])}`;
    return runner.test(print(title), lines.map((line) => `  ${line}`).join('\n'));
  }

  function writeAct(
    name: string,
    act: UserAction,
  ): { readonly lines: string[]; readonly call: string; readonly remark?: string } {
    switch (act.does) {
      case 'says':
        return { lines: [], call: `${name}.says(${print(act.content)})` };
      case 'sends': {
        const { lines, fields } = withFile(act.fields);
        return { lines, call: `${name}.sends(${print(act.type)}, ${print(fields)})` };
      }
      case 'triggers': {
        const call = `${name}.triggers(${print(act.event)}, ${print(act.fields)})`;
        const remark = '// @ts-expect-error no table knows this event';
        return { lines: [], call, ...(!Object.hasOwn(events, act.event) && { remark }) };
      }
      case 'follows':
        return { lines: [], call: `${name}.follows(${act.scene === undefined ? '' : print(act.scene)})` };
      case 'unfollows':
        return { lines: [], call: `${name}.unfollows()` };
      case 'scans':
        return { lines: [], call: `${name}.scans(${print(act.scene)})` };
      case 'clicks':
        return { lines: [], call: `${name}.clicks(${print(act.key)})` };
    }
  }

  /**
   * The same fields with a file that the spec puts into the media store itself; a sample where it is gone or
   * large.
   */
  function withFile(fields: Readonly<Record<string, unknown>>): { lines: string[]; fields: object } {
    const { MediaId, PicUrl, MediaId16K, ...rest } = fields;
    if (typeof MediaId !== 'string') return { lines: [], fields };
    const file = mediaOf(account, MediaId);
    if (file === undefined || file.data.length > MAX_FILE_CHARS) return { lines: [], fields: rest };
    const name = `file${++files}`;
    const given = print({
      filename: file.filename,
      data: new Code(`Buffer.from(${print(file.data.toString('base64'))}, 'base64')`),
    });
    const id = new Code(`${name}.media_id`);
    return {
      lines: [`const ${name} = await simulator.api.addMedia(${given});`],
      fields: {
        ...rest,
        MediaId: id,
        ...(PicUrl !== undefined && { PicUrl: new Code(`${name}.url`) }),
        ...(MediaId16K !== undefined && { MediaId16K: id }),
      },
    };
  }

  function expected(message: unknown): unknown {
    return maskGeneratedIds(message, (value) => (Array.isArray(value) ? value.map(() => ANY) : ANY));
  }
}
