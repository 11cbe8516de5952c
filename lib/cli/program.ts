import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Language } from '../language';
import { ACCOUNT_KINDS } from '../model/account-kinds';
import { call, listCalls } from './call';
import { describe } from './describe';
import { doctor } from './doctor';
import type { DoctorOptions } from './doctor';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { init } from './init';
import type { InitOptions } from './init';
import { pullMenu, pushMenu } from './menu';
import { languageOption, pushOptions, withSettings } from './options';
import { push } from './push';
import type { PushCommandOptions } from './push';
import { accounts } from './platform/accounts';
import type { AccountsOptions } from './platform/accounts';
import { ticket } from './platform/ticket';
import { createRunner } from './runner';
import type { RunnerOptions } from './runner';
import { simulate } from './simulate';
import type { SimulateOptions } from './simulate';
import type { CommonOptions } from './cli-context';
import { SETTINGS } from './settings';
import type { SettingName } from './settings';
import { token } from './token';
import type { TokenOptions } from './token';
import { help } from './words/help';
import type { HelpId } from './words/help';

/** The settings of commands that call WeChat. */
const CALLING = ['appId', 'appSecret', 'apiHost', 'proxy'] as const satisfies readonly SettingName[];

/** The same settings for calls that may go through the relay of production. */
const RELAYED = [...CALLING, 'relay', 'relaySecret'] as const satisfies readonly SettingName[];

/** The settings of a third-party platform that calls WeChat. */
const PLATFORM = [
  'componentAppId',
  'componentAppSecret',
  'redisUrl',
  'storeSecret',
  'apiHost',
  'proxy',
] as const satisfies readonly SettingName[];

/** Adds all commands. `done` gets the exit code of the command that ran. */
export function addCommands(
  program: Command,
  options: RunnerOptions & { readonly language: Language },
): void {
  const { language } = options;
  const { run } = createRunner(options);
  const words = (id: HelpId): string => help[id][language];
  const command = (parent: Command, name: string, about: HelpId, ...names: readonly SettingName[]): Command =>
    withSettings(parent.command(name).description(words(about)), language, ...names);

  program
    .description(words('program'))
    .version(readVersion(), '-V, --version', words('version'))
    .helpCommand('help [command]', words('help'))
    .addOption(languageOption(language))
    .addHelpText('after', ending(language));

  command(program, 'init', 'init')
    .argument('[folder]', words('init-folder'))
    .option('--js', words('init-js'))
    .action((folder: string | undefined, given: InitOptions & CommonOptions) =>
      run(given, (each) => init(each, folder, given)),
    );

  const simulating = command(program, 'simulate', 'simulate', 'token', 'aesKey', 'appId', 'appSecret')
    .requiredOption('--url <url...>', words('simulate-url'))
    .addOption(new Option('--kind <kind>', words('simulate-kind')).choices(ACCOUNT_KINDS))
    .option('--platform', words('simulate-platform'))
    .option('--messages-url <url>', words('simulate-messages-url'))
    .option('--domain <name>', words('simulate-domain'))
    .option('--host <address>', words('simulate-host'))
    .option('--port <port>', words('simulate-port'))
    .option('--api-port <port>', words('simulate-api-port'))
    .option('--allowed-host <name...>', words('simulate-allowed-host'))
    .option('--open', words('simulate-open'))
    .action((given: SimulateOptions) =>
      run(given, (each) => simulate(each, given), { interruptible: false }),
    );

  const checking = command(
    program,
    'doctor',
    'doctor',
    'token',
    'aesKey',
    ...CALLING,
    'componentToken',
    'componentAesKey',
    ...PLATFORM.slice(0, 4),
  )
    .argument('[url]', words('doctor-url'))
    .option('--account', words('doctor-account'))
    .option('--platform', words('doctor-platform'))
    .addOption(new Option('--kind <kind>', words('doctor-kind')).choices(ACCOUNT_KINDS))
    .option('--cloudrun', words('doctor-cloudrun'))
    .option('--say <text>', words('doctor-say'))
    .option('--web', words('doctor-web'))
    .option('--web-domain <host>', words('doctor-web-domain'))
    .option('--verify <file...>', words('doctor-verify'))
    .action((url: string | undefined, given: DoctorOptions) =>
      run(given, (each) => doctor(each, url, given)),
    );

  const pushing = command(program, 'push', 'push', 'token', 'aesKey', 'appId')
    .argument('[file]', words('push-file'))
    .requiredOption('--url <url>', words('url'))
    .option('--fresh', words('push-fresh'))
    .option('--text <content>', words('push-text'))
    .option('--event <name>', words('push-event'))
    .option('--notice <name>', words('push-notice'))
    .option('--key <key>', words('push-key'))
    .option('--type <type>', words('push-type'))
    .option('--field <name=value...>', words('push-field'))
    .option('--from <openid>', words('push-from'))
    .option('--to <id>', words('push-to'))
    .action((file: string | undefined, given: PushCommandOptions & CommonOptions) =>
      run(given, (each) => push(each, file, given)),
    );
  for (const each of [simulating, checking, pushing])
    for (const option of pushOptions(language)) each.addOption(option);

  command(program, 'token', 'token', ...RELAYED)
    .option('--show', words('token-show'))
    .option('--follow', words('token-follow'))
    .option('--check', words('token-check'))
    .action((given: TokenOptions & CommonOptions) => run(given, (each) => token(each, given)));

  command(program, 'accounts', 'accounts', ...PLATFORM)
    .option('--sync', words('accounts-sync'))
    .action((given: AccountsOptions & CommonOptions) => run(given, (each) => accounts(each, given)));

  command(program, 'ticket', 'ticket', ...PLATFORM).action((given: CommonOptions) => run(given, ticket));

  const menu = program
    .command('menu')
    .description(words('menu'))
    .helpCommand('help [command]', words('help'));
  command(menu, 'pull', 'menu-pull', ...RELAYED)
    .argument('[file]')
    .action((file: string | undefined, given: CommonOptions) => run(given, (each) => pullMenu(each, file)));
  command(menu, 'push', 'menu-push', ...RELAYED)
    .argument('[file]')
    .option('-y, --yes', words('menu-yes'))
    .action((file: string | undefined, given: CommonOptions & { yes?: boolean }) =>
      run(given, (each) => pushMenu(each, file, given)),
    );

  const calling: Command = command(program, 'call', 'call', ...RELAYED)
    .argument('[group.method]', words('call-name'))
    .argument('[json...]', words('call-arguments'))
    .helpOption(false)
    .option('-h, --help', words('call-help'))
    .option('--list', words('call-list'))
    .option('-o, --output <file>', words('call-output'))
    .action(
      (
        name: string | undefined,
        args: readonly string[],
        given: CommonOptions & { list?: boolean; help?: boolean; output?: string },
      ) =>
        run(given, (each) => {
          if (given.help === true) return name === undefined ? helpOf(calling) : describe(each, name);
          if (given.list === true) return listCalls(each, name === undefined ? [] : [name, ...args]);
          if (name !== undefined) return call(each, name, args, given);
          throw new UsageError('call-what');
        }),
    );
}

const helpOf = (command: Command): Exit => {
  command.outputHelp();
  return EXIT.fine;
};

const ending = (language: Language): string => `
${help.settings[language]}
${Object.values(SETTINGS)
  .map(({ variable, name }) => `  ${variable.padEnd(24)} ${name[language]}`)
  .join('\n')}

${help.exits[language]}`;

function readVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : '';
}
