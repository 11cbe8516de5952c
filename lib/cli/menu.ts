import { ApiError } from '../index';
import type { Api } from '../index';
import { checkButtons } from '../testing/api/menu-button';
import { EXIT, UsageError } from './exit';
import type { Exit } from './exit';
import { orUsage } from './or-usage';
import { readJson, writeOutput } from './input';
import { isInteractive } from './io';
import { diffLines } from './diff-lines';
import { confirm } from './prompt';
import type { CliContext } from './cli-context';

type Fields = Readonly<Record<string, unknown>>;

/** A menu in the form that `menu.create` takes. */
interface Menu {
  readonly button: readonly Fields[];
}

const NO_MENU = 46003;

/** Prints the account's menu, or writes it to a file, in the form that `menu push` takes. */
export async function pullMenu(run: CliContext, file: string | undefined): Promise<Exit> {
  const api = await run.api();
  run.progress(run.say('menu-reading'));
  const found = await currentMenu(api);
  if (found === undefined) {
    run.progress('');
    run.warn('menu-none');
    return EXIT.failed;
  }
  if (found.conditional > 0) run.note(run.say('menu-conditional', { count: found.conditional }));
  const text = write(found.menu);
  if (file === undefined) {
    run.print(found.menu, text);
  } else {
    await writeOutput(file, `${text}\n`, run.io);
    run.print({ file, buttons: found.menu.button.length }, run.say('menu-written', { file }));
  }
  return EXIT.fine;
}

/** Sets the account's menu after it has shown the changes. */
export async function pushMenu(
  run: CliContext,
  file = '-',
  { yes = false }: { yes?: boolean },
): Promise<Exit> {
  const { io } = run;
  if (!yes && (file === '-' || !isInteractive(io))) throw new UsageError('menu-unasked');
  const menu = readMenu(await readJson(file, io), file);
  const api = await run.api();
  run.progress(run.say('menu-reading'));
  const found = await currentMenu(api);
  const [before, after] = [found === undefined ? '' : write(found.menu), write(menu)];
  if (before === after) {
    run.print({ changed: false }, run.say('menu-same'));
    return EXIT.fine;
  }
  run.note(before === '' ? after.replace(/^/gm, '+ ') : diffLines(before, after).join('\n'));
  if (!yes && !(await confirm(io, run.say('menu-ask')))) {
    run.print({ changed: false }, run.say('menu-unchanged'));
    return EXIT.failed;
  }
  run.progress(run.say('menu-setting'));
  // The check above uses WeChat's rules for its form.
  await api.menu.create(menu as unknown as Parameters<Api['menu']['create']>[0]);
  run.print({ changed: true }, run.say('menu-set'));
  return EXIT.fine;
}

async function currentMenu(api: Api): Promise<{ menu: Menu; conditional: number } | undefined> {
  try {
    const { menu, conditionalmenu = [] } = await api.menu.get();
    return { menu: tidyMenu(menu.button), conditional: conditionalmenu.length };
  } catch (error) {
    if (error instanceof ApiError && error.errcode === NO_MENU) return undefined;
    throw error;
  }
}

/**
 * Checks a menu. The result of `menu.get` is accepted too.
 *
 * @throws {UsageError} WeChat would not accept the menu.
 */
function readMenu(given: unknown, file: string): Menu {
  const { menu = given } = isFields(given) ? given : {};
  const button = isFields(menu) ? menu.button : undefined;
  if (!Array.isArray(button) || !button.every(isFields)) throw new UsageError('menu-form', { file });
  orUsage(
    () => checkButtons(button),
    (fault) => new UsageError('menu-refused', { file, fault }),
  );
  return tidyMenu(button);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tidyMenu = (button: readonly object[]): Menu => ({ button: button.map(tidy) });

/** Returns the fields in one order and without empty ones, so that equal menus become equal texts. */
function tidy(button: object): Fields {
  const { name, type, sub_button, ...rest } = button as Fields; // Any object has fields.
  const below = isFields(sub_button) ? sub_button.list : sub_button;
  const fields = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(type !== undefined && { type }),
    name,
    ...Object.fromEntries(fields),
    ...(Array.isArray(below) && below.length > 0 && { sub_button: below.filter(isFields).map(tidy) }),
  };
}

const write = (menu: Menu): string => JSON.stringify(menu, undefined, 2);
