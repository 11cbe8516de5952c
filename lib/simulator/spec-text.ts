import { events } from '../model/events';
import { mediaOf } from '../testing/api/endpoints/file-host';
import type { Act } from './act';
import type { Stage } from './stage';
import type { LiveStep } from './steps';
import { withoutIds } from './volatile';

/** Files beyond that many bytes would make a spec unreadable. */
const MOST_FILE = 100_000;

/** Stands for code, not for a value. */
class Code {
  constructor(readonly text: string) {}
}

const ANY = new Code('expect.any(String)');

const WIDTH = 90;

/** A value as JavaScript, on several lines where one would be long. */
function print(value: unknown, indent = '  '): string {
  if (value instanceof Code) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = (inner: string): string[] =>
    Array.isArray(value)
      ? value.map((each) => print(each, inner))
      : Object.entries(value).map(([key, each]) => `${nameOf(key)}: ${print(each, inner)}`);
  const [open, close, space] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  const line = `${open}${space}${parts(indent).join(', ')}${space}${close}`;
  if (line.length <= WIDTH && !line.includes('\n')) return line.replace('{  }', '{}');
  const inner = `${indent}  `;
  return `${open}\n${inner}${parts(inner).join(`,\n${inner}`)},\n${indent}${close}`;
}

const nameOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

/** What an act is, in a few words. */
function titleOf(act: Act | undefined): string {
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

/** The conversation as a jest spec for `offiaccount/testing`, which runs as TypeScript and as JavaScript. */
export function toSpec(stage: Stage): string {
  const { account, users, switches, settings, simulator, steps } = stage;
  const { mode, format, kind } = switches.now();
  const all = steps.all();
  const calls = simulator.api.calls.length > 0;
  const there = users.states().filter(({ openid }) => all.some(({ command }) => command.openid === openid));
  const names = new Map(
    there.map(({ openid, name }, index) => [
      openid,
      /^[A-Z][a-z]+$/.test(name) ? `user${name}` : `user${index + 1}`,
    ]),
  );
  const shownNames = new Map(there.map(({ openid, name }) => [openid, name]));
  const saw = new Map<string, number>();
  let files = 0;

  const env = (name: string, fallback: string): Code =>
    new Code(`process.env.${name} ?? ${JSON.stringify(fallback)}`);
  const played = {
    token: env('WECHAT_TOKEN', ''),
    ...(account.appId !== '' && { appId: account.appId }),
    ...(settings.canEncrypt && mode !== 'clear' && { encodingAESKey: env('WECHAT_ENCODING_AES_KEY', '') }),
    mode,
    format,
    kind,
    originalId: settings.originalId,
    ...(calls && {
      apiPort: new Code(`Number(process.env.WECHAT_API_PORT ?? ${new URL(stage.apiUrl).port})`),
    }),
  };

  return `// A conversation as it went. The bot must run at BOT_URL${calls ? ', with WECHAT_API_PORT of this machine as its API' : ''}.
import { simulate } from 'offiaccount/testing';

const simulator = simulate(
  { url: ${env('BOT_URL', settings.urls[0] ?? '').text} },
  ${print(played)},
);
${[...names].map(([openid, name]) => `const ${name} = simulator.user(${print(openid)});`).join('\n')}

${calls ? 'beforeAll(() => simulator.api.url());\n' : ''}afterAll(() => simulator.close());

${all.map(writeStep).join('\n\n')}
`;

  function writeStep(step: LiveStep, index: number): string {
    const { command, acts, results } = step;
    const { openid } = command;
    const name = names.get(openid) ?? '';
    const lines = acts.flatMap((act, at) => {
      const { lines, call, remark } = writeAct(name, act);
      const seen = results[at];
      const result = seen && { outcome: seen.outcome, ...(seen.reply && { reply: expected(seen.reply) }) };
      const done = result ? `expect(await ${call}).toMatchObject(${print(result)});` : `await ${call};`;
      return [...lines, ...(remark === undefined ? [] : [remark]), done];
    });
    const before = saw.get(openid) ?? 0;
    const after = before + step.saw.length;
    saw.set(openid, after);
    if (step.later.length > 0) {
      lines.push(
        `while (${name}.sees().length < ${after}) await simulator.clock.sleep(50);`,
        `expect(${name}.sees().slice(${before}, ${after})).toMatchObject(${print(step.saw.map(expected))});`,
      );
    }
    const title = `${index + 1}: ${shownNames.get(openid) ?? ''} ${titleOf(acts[0])}`;
    return `it(${print(title)}, async () => {\n${lines.map((line) => `  ${line}`).join('\n')}\n}, 120_000);`;
  }

  function writeAct(
    name: string,
    act: Act,
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

  /** The same fields with a file that the spec puts into the media store itself; a sample where it is gone or large. */
  function withFile(fields: Readonly<Record<string, unknown>>): { lines: string[]; fields: object } {
    const { MediaId, PicUrl, MediaId16K, ...rest } = fields;
    if (typeof MediaId !== 'string') return { lines: [], fields };
    const file = mediaOf(account, MediaId);
    if (file === undefined || file.data.length > MOST_FILE) return { lines: [], fields: rest };
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
}

const expected = (message: unknown): unknown =>
  withoutIds(message, (value) => (Array.isArray(value) ? value.map(() => ANY) : ANY));
