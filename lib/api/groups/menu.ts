import { get, post } from '../request';
import type { ConsoleArticle } from './autoreply';

interface NamedButton {
  /** At most 16 bytes at the top level, 60 bytes below. */
  readonly name: string;
}

interface LastButton extends NamedButton {
  /** Always empty: `menu.get` answers it so, and the menu can be set with it again. */
  readonly sub_button?: readonly never[];
}

/** A button that sends its `key` to us; all but `click` do something on the phone first. */
export interface KeyButton extends LastButton {
  readonly type:
    | 'click'
    | 'scancode_push'
    | 'scancode_waitmsg'
    | 'pic_sysphoto'
    | 'pic_photo_or_album'
    | 'pic_weixin'
    | 'location_select';
  /** At most 128 bytes; arrives as `EventKey`. */
  readonly key: string;
}

/** A button that opens a page. */
export interface ViewButton extends LastButton {
  readonly type: 'view';
  /** At most 1024 bytes. */
  readonly url: string;
}

/** A button that opens a mini program. */
export interface MiniProgramButton extends LastButton {
  readonly type: 'miniprogram';
  /** The page for old versions of WeChat that know no mini programs; at most 1024 bytes. */
  readonly url: string;
  /** The mini program's AppID; it must be linked to the account. */
  readonly appid: string;
  readonly pagepath: string;
}

/** A button that sends a permanent media (`media_id`) or opens the article in it (`view_limited`). */
export interface MediaButton extends LastButton {
  readonly type: 'media_id' | 'view_limited';
  readonly media_id: string;
}

/** A button that sends a published article (`article_id`) or opens it (`article_view_limited`). */
export interface ArticleButton extends LastButton {
  readonly type: 'article_id' | 'article_view_limited';
  readonly article_id: string;
}

/** A button that does something. */
export type ActionButton = KeyButton | ViewButton | MiniProgramButton | MediaButton | ArticleButton;

/** A button that opens a list of buttons; it has no `type`. */
export interface ParentButton extends NamedButton {
  readonly type?: never;
  /** At most 5, one level only. */
  readonly sub_button: readonly ActionButton[];
}

/** A button of the top level. */
export type MenuButton = ActionButton | ParentButton;

/** A menu to create. */
export interface NewMenu {
  /** At most 3. */
  readonly button: readonly MenuButton[];
}

/** Who sees a conditional menu; what is left out matches everybody, but one must be given. */
export interface MatchRule {
  /** Comes and goes as a number or as text. */
  readonly tag_id?: number | string;
  /** 1: iOS, 2: Android, 3: other. Comes and goes as a number or as text. */
  readonly client_platform_type?: 1 | 2 | 3 | '1' | '2' | '3';
}

/** A menu for some of the followers. */
export interface NewConditionalMenu extends NewMenu {
  readonly matchrule: MatchRule;
}

/** A button as WeChat stores it. */
export type StoredButton = MenuButton;

/** A menu as WeChat stores it; `menu.create` takes it as it is. */
export interface StoredMenu extends NewMenu {
  /** Absent while the account has no conditional menu. */
  readonly menuid?: string;
}

/**
 * A rule as WeChat stores it. A rule made before 2022 may have withdrawn fields, which are refused when sent
 * again (65320).
 */
export interface StoredMatchRule extends MatchRule {
  /** The tag under its former name. */
  readonly group_id?: number | string;
  /** Withdrawn on 2021-12-31. */
  readonly sex?: number | string;
  /** Withdrawn on 2021-12-31. */
  readonly country?: string;
  /** Withdrawn on 2021-12-31. */
  readonly province?: string;
  /** Withdrawn on 2021-12-31. */
  readonly city?: string;
  /** Withdrawn. */
  readonly language?: string;
}

/** A conditional menu as WeChat stores it; `menu.addConditional` takes it as it is. */
export interface StoredConditionalMenu extends NewMenu {
  readonly menuid: string;
  readonly matchrule: StoredMatchRule;
}

/** A button of the live menu. */
export interface SelfMenuButton {
  /** Absent on a button with `sub_button`; menus of the web console have types of their own. */
  readonly type?: string;
  readonly name: string;
  readonly key?: string;
  /** The text or media of a button set in the web console. */
  readonly value?: string;
  readonly url?: string;
  readonly media_id?: string;
  readonly article_id?: string;
  /** The mini program's AppID. */
  readonly appid?: string;
  readonly pagepath?: string;
  /** The articles of a button set in the web console. */
  readonly news_info?: { readonly list: readonly ConsoleArticle[] };
  readonly sub_button?: { readonly list: readonly SelfMenuButton[] };
}

/** The live menu, whoever set it. Its form is one of its own, which `menu.create` does not take. */
export interface SelfMenuInfo {
  /** Whether the menu is switched on. */
  readonly is_menu_open: 0 | 1;
  readonly selfmenu_info: { readonly button: readonly SelfMenuButton[] };
}

/** The menu at the bottom of the conversation (自定义菜单). */
export const menu = {
  /**
   * Sets the menu (创建自定义菜单): at most 3 buttons with at most 5 below each. 1,000 calls a day.
   *
   * Official path: 自定义菜单 / 创建自定义菜单 — `POST /cgi-bin/menu/create`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html
   */
  create: (body: NewMenu) => post<void>('/cgi-bin/menu/create', body),

  /**
   * Reads the live menu, whether it was set by API or in the web console (查询自定义菜单信息).
   *
   * Official path: 自定义菜单 / 查询自定义菜单信息 — `GET /cgi-bin/get_current_selfmenu_info`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Querying_Custom_Menus.html
   */
  getCurrentSelfmenuInfo: () => get<SelfMenuInfo>('/cgi-bin/get_current_selfmenu_info'),

  /**
   * Reads the menu set by API and the conditional menus (获取自定义菜单配置). 46003 when there is none. 10,000 calls a
   * day.
   *
   * Official path: 自定义菜单 / 获取自定义菜单配置 — `GET /cgi-bin/menu/get`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Getting_Custom_Menu_Configurations.html
   */
  get: () =>
    get<{ readonly menu: StoredMenu; readonly conditionalmenu?: readonly StoredConditionalMenu[] }>(
      '/cgi-bin/menu/get',
    ),

  /**
   * Deletes the menu and every conditional menu (删除自定义菜单). 1,000 calls a day.
   *
   * Official path: 自定义菜单 / 删除自定义菜单 — `GET /cgi-bin/menu/delete`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Deleting_Custom-Defined_Menu.html
   */
  delete: () => get<void>('/cgi-bin/menu/delete', undefined, { safe: false }),

  /**
   * Adds a menu for the followers that match a rule (创建个性化菜单). Needs a menu for everybody first (65303).
   * Rules on language, sex and region are refused (65320). 2,000 calls a day.
   *
   * Official path: 自定义菜单 / 创建个性化菜单 — `POST /cgi-bin/menu/addconditional`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Personalized_menu_interface.html
   */
  addConditional: (body: NewConditionalMenu) =>
    post<{ readonly menuid: string }>('/cgi-bin/menu/addconditional', body),

  /**
   * Deletes a conditional menu (删除个性化菜单). 2,000 calls a day.
   *
   * Official path: 自定义菜单 / 删除个性化菜单 — `POST /cgi-bin/menu/delconditional`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Personalized_menu_interface.html
   */
  deleteConditional: (menuid: string) => post<void>('/cgi-bin/menu/delconditional', { menuid }),

  /**
   * Tells which menu a user sees (测试个性化菜单匹配结果). `user_id` is an openid or a WeChat id. 20,000 calls a day.
   *
   * Official path: 自定义菜单 / 测试个性化菜单匹配结果 — `POST /cgi-bin/menu/trymatch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Personalized_menu_interface.html
   */
  tryMatch: (user_id: string) =>
    post<{ readonly button: readonly StoredButton[] }>('/cgi-bin/menu/trymatch', { user_id }, { safe: true }),
};
