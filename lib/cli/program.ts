import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { call, listCalls } from './call';
import { doctor } from './doctor';
import type { DoctorOptions } from './doctor';
import { EXIT, Interrupted, UsageError } from './exit';
import type { Exit } from './exit';
import { tellFailure } from './failure';
import type { Io } from './io';
import { LANGUAGES } from '../language';
import { pullMenu, pushMenu } from './menu';
import { push } from './push';
import type { PushCommandOptions } from './push';
import { simulate } from './simulate';
import type { SimulateOptions } from './simulate';
import { startRun } from './run';
import type { CommonOptions, Run } from './run';
import { SETTINGS } from './settings';
import type { SettingName } from './settings';
import { token } from './token';
import type { TokenOptions } from './token';

type Work = (run: Run) => Promise<Exit> | Exit;

const ENDING = `
Settings come from the environment, options override them, and what is missing is asked for on a terminal:
${Object.values(SETTINGS)
  .map(({ variable, name }) => `  ${variable.padEnd(24)} ${name}`)
  .join('\n')}

Exit codes: ${EXIT.fine} fine, ${EXIT.failed} something found or failed, ${EXIT.usage} wrong use, ${EXIT.interrupted} interrupted.`;

/** Adds everything the program can do. `done` is told the exit code of the command that ran. */
export function addCommands(program: Command, io: Io, done: (exit: Exit) => void): void {
  /** Runs a command, until it ends or the user has had enough, and tells why it failed if it does. */
  const run = (options: CommonOptions, work: Work): Promise<void> =>
    runToItsEnd(options, (started) => orInterrupted(async () => work(started), io.signal));

  /** The same for one that ends by itself when the user has had enough. */
  const runToItsEnd = async (options: CommonOptions, work: Work): Promise<void> => {
    const started = startRun(options, io);
    try {
      done(await work(started));
    } catch (error) {
      done(tellFailure(error, started));
    }
  };

  program
    .description(
      'WeChat Official Accounts on the command line: play WeChat for a bot, check it, call the API.',
    )
    .version(readVersion(), '-V, --version')
    .addHelpText('after', ENDING);

  settings(program.command('simulate'), 'token', 'aesKey', 'appId', 'appSecret')
    .description(
      'Play WeChat for a bot: a page to talk to it, and an API for its calls, all on this machine.',
    )
    .requiredOption('--url <url...>', 'address of the bot; several for several processes of one bot')
    .addOption(modeOption())
    .addOption(formatOption())
    .addOption(
      new Option('--kind <kind>', 'kind of the account (default: service)').choices([
        'personal',
        'subscription',
        'service',
        'test',
      ]),
    )
    .option('--host <address>', 'where the page listens (default: 127.0.0.1)')
    .option('--port <port>', 'port of the page (default: a free one)')
    .option('--api-port <port>', 'port of the API (default: a free one)')
    .option('--allowed-host <name...>', 'names by which the page may be asked for, such as that of a tunnel')
    .addOption(languageOption('language of the page (default: that of the browser)'))
    .option('--open', 'open the page in the browser')
    .action((options: SimulateOptions) => runToItsEnd(options, (each) => simulate(each, options)));

  settings(program.command('doctor'), 'token', 'aesKey', 'appId', 'appSecret', 'apiHost')
    .description('Check the public address of a bot, and its account, as WeChat would.')
    .argument('<url>', 'address as it is entered in the WeChat console')
    .addOption(modeOption())
    .addOption(formatOption())
    .option('--account', 'check the account too, asking for AppID and AppSecret')
    .option('--say <text>', 'push this text instead of an event that bots do not answer')
    .addOption(languageOption('language of the findings (default: by LANG)'))
    .action((url: string, options: DoctorOptions) => run(options, (each) => doctor(each, url, options)));

  settings(program.command('push'), 'token', 'aesKey', 'appId')
    .description('Send one push as WeChat does, and say what WeChat makes of the answer.')
    .argument('[file]', 'XML or JSON of the push, sent as it is; "-" reads the standard input')
    .requiredOption('--url <url>', 'address of the bot')
    .option('--fresh', 'give the push of the file a new MsgId and CreateTime')
    .option('--text <content>', 'a text message')
    .option('--event <name>', 'an event, such as subscribe or CLICK')
    .option('--key <key>', 'EventKey of the event')
    .option('--type <type>', 'a message of another type, such as image; its fields are made up')
    .option('--field <name=value...>', 'a field of the push')
    .option('--from <openid>', 'who sends it (default: a new openid)')
    .option('--to <id>', 'original id of the account')
    .addOption(modeOption())
    .addOption(formatOption())
    .action((file: string | undefined, options: PushCommandOptions & CommonOptions) =>
      run(options, (each) => push(each, file, options)),
    );

  settings(program.command('token'), 'appId', 'appSecret', 'apiHost')
    .description('Ask for the access token, and say how long it lives.')
    .option('--show', 'print the token itself')
    .option('--check', 'see whether WeChat accepts it')
    .action((options: TokenOptions & CommonOptions) => run(options, (each) => token(each, options)));

  const menu = program.command('menu').description('Read and set the menu of the account.');
  settings(menu.command('pull'), 'appId', 'appSecret', 'apiHost')
    .description('Print the menu, or write it to a file.')
    .argument('[file]')
    .action((file: string | undefined, options: CommonOptions) =>
      run(options, (each) => pullMenu(each, file)),
    );
  settings(menu.command('push'), 'appId', 'appSecret', 'apiHost')
    .description('Set the menu from a file or the standard input, after showing what changes.')
    .argument('[file]')
    .option('-y, --yes', 'do not ask')
    .action((file: string | undefined, options: CommonOptions & { yes?: boolean }) =>
      run(options, (each) => pushMenu(each, file, options)),
    );

  settings(program.command('call'), 'appId', 'appSecret', 'apiHost')
    .description('Call a function of the API, and print its answer as JSON.')
    .argument('[group.method]', 'such as user.getInfo; a group with --list')
    .argument('[json...]', 'arguments: JSON, @file, or "-" for the standard input')
    .option('--list', 'list what can be called')
    .option('-o, --output <file>', 'keep a downloaded file')
    .action(
      (
        name: string | undefined,
        args: readonly string[],
        options: CommonOptions & { list?: boolean; output?: string },
      ) =>
        run(options, (each) => {
          if (options.list === true) return listCalls(each, name);
          if (name !== undefined) return call(each, name, args, options);
          throw new UsageError('Call what? "offiaccount call --list" shows all.');
        }),
    );
}

/** Adds `--json` and an option for each of the settings a command uses. */
function settings(command: Command, ...names: readonly SettingName[]): Command {
  for (const name of names) {
    const { option, variable, name: title } = SETTINGS[name];
    command.option(`${option} <value>`, `${title} (${variable})`);
  }
  return command.option('--json', 'print the result as JSON');
}

const languageOption = (what: string): Option => new Option('--lang <language>', what).choices(LANGUAGES);

const modeOption = (): Option =>
  new Option('--mode <mode>', 'how pushes are encrypted (default: safe with a key, else clear)').choices([
    'clear',
    'compatible',
    'safe',
  ]);

const formatOption = (): Option =>
  new Option('--format <format>', 'data format of pushes (default: xml)').choices(['xml', 'json']);

/** Gives up when the user does, whatever is still on its way. */
async function orInterrupted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(new Interrupted())));
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function readVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : '';
}
