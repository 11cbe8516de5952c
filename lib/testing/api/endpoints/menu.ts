import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { UserRecord } from '../../user-record';
import type { FakeAccount } from '../fake-account';
import { anyObject, id, list, number, object, oneOf, optional, text } from '../fields';
import type { Fields } from '../fields';
import { nextShortId } from '../ids';
import { checkButtons, toSelfMenu } from '../menu-button';
import type { MadeButton } from '../menu-button';
import { ApiRefusalError } from '../api-refusal-error';
import { tags } from './tag';

/** A menu as somebody sees it. */
export interface ShownMenu {
  readonly button: readonly MadeButton[];
  /** Of a personalised one. */
  readonly menuid?: number;
}

interface ConditionalMenu extends ShownMenu {
  readonly menuid: number;
  readonly matchrule: MatchRule;
}

type MatchRule = Fields<typeof matchRules>;

const matchRules = {
  tag_id: optional(number),
  client_platform_type: optional(oneOf<1 | 2 | 3 | '1' | '2' | '3'>(40035, 1, 2, 3, '1', '2', '3')),
};

/** The menu of an account, and those for some of its followers. */
export const menus = () => ({
  button: undefined as readonly MadeButton[] | undefined,
  menuid: 0,
  conditional: [] as ConditionalMenu[],
});

/** A simulated user has an iPhone. */
const matches = (rule: MatchRule, { tags }: UserRecord): boolean =>
  (rule.tag_id === undefined || tags.has(rule.tag_id)) && Number(rule.client_platform_type ?? 1) === 1;

/** The menu somebody sees, if there is any: of those that fit, the one made last. */
export function menuFor(account: FakeAccount, person: UserRecord): ShownMenu | undefined {
  const { button, conditional } = account.part(menus);
  return button && (conditional.findLast(({ matchrule }) => matches(matchrule, person)) ?? { button });
}

/** Gives the account that menu, after a look at its buttons. */
export const publishMenu = (account: FakeAccount, buttons: readonly object[]): void =>
  void Object.assign(account.part(menus), { button: checkButtons(buttons), menuid: nextShortId() });

/** Takes the account's menu away, with those for some of its followers. */
export const removeMenu = (account: FakeAccount): void => void Object.assign(account.part(menus), menus());

const MAX_CONDITIONAL = 1000;

const buttons = { button: list(anyObject) };

/** The menu at the bottom of the conversation (自定义菜单). */
export const menu: readonly Endpoint[] = [
  post(
    'menu.create',
    '/cgi-bin/menu/create',
    buttons,
    ({ account, fields }) => {
      publishMenu(account, fields.button);
      return undefined;
    },
    { perDay: 1000 },
  ),

  get(
    'menu.get',
    '/cgi-bin/menu/get',
    {},
    ({ account }) => {
      const { button, menuid, conditional } = account.part(menus);
      if (button === undefined) throw new ApiRefusalError(46003);
      if (conditional.length === 0) return { menu: { button } };
      return { menu: { button, menuid }, conditionalmenu: conditional };
    },
    { perDay: 10_000 },
  ),

  get(
    'menu.delete',
    '/cgi-bin/menu/delete',
    {},
    ({ account }) => {
      removeMenu(account);
      return undefined;
    },
    { perDay: 1000 },
  ),

  get('menu.getCurrentSelfmenuInfo', '/cgi-bin/get_current_selfmenu_info', {}, ({ account }) => {
    const { button = [] } = account.part(menus);
    return { is_menu_open: button.length > 0 ? 1 : 0, selfmenu_info: { button: button.map(toSelfMenu) } };
  }),

  post(
    'menu.addConditional',
    '/cgi-bin/menu/addconditional',
    {
      ...buttons,
      matchrule: object({ ...matchRules, language: optional(text) }),
    },
    ({
      account,
      fields: {
        button,
        matchrule: { language, ...matchrule },
      },
    }) => {
      const state = account.part(menus);
      if (state.button === undefined) throw new ApiRefusalError(65303);
      if (language !== undefined) throw new ApiRefusalError(65320, '"matchrule.language" was withdrawn');
      if (Object.keys(matchrule).length === 0) throw new ApiRefusalError(65304);
      if (matchrule.tag_id !== undefined && !account.part(tags).has(matchrule.tag_id))
        throw new ApiRefusalError(45159, `there is no tag ${matchrule.tag_id}`);
      if (state.conditional.length >= MAX_CONDITIONAL) throw new ApiRefusalError(65305);
      const menuid = nextShortId();
      state.conditional.push({ button: checkButtons(button), menuid, matchrule });
      return { menuid: String(menuid) };
    },
    { perDay: 2000 },
  ),

  post(
    'menu.deleteConditional',
    '/cgi-bin/menu/delconditional',
    { menuid: id },
    ({ account, fields }) => {
      const state = account.part(menus);
      const index = state.conditional.findIndex(({ menuid }) => String(menuid) === fields.menuid);
      if (index === -1) throw new ApiRefusalError(65301);
      state.conditional.splice(index, 1);
      return undefined;
    },
    { perDay: 2000 },
  ),

  post(
    'menu.tryMatch',
    '/cgi-bin/menu/trymatch',
    { user_id: text },
    ({ account, fields }) => {
      const person = account.userRecords.get(fields.user_id);
      if (person?.follows !== true)
        throw new ApiRefusalError(40028, `no follower has the openid "${fields.user_id}"`);
      const shown = menuFor(account, person);
      if (shown === undefined) throw new ApiRefusalError(46003);
      return { button: shown.button };
    },
    { perDay: 20_000 },
  ),
];
