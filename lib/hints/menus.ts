import { words, type Hints } from './hint';

const DOMAIN = words(
  'The domain of a link in the menu is not allowed: it must be a public one, and may have to be registered in the console.',
  '菜单中链接的域名不允许使用：应为可公开访问的域名，可能还需要在后台登记。',
);
const PLACE = words(
  'A province needs its country, a city its province. WeChat no longer matches menus by place: use tag_id or client_platform_type.',
  '填写省份需要先填国家，填写城市需要先填省份。个性化菜单已不再按地区匹配，请使用 tag_id 或 client_platform_type。',
);
const NO_PLACE = words(
  'WeChat does not know this country, province or city, and no longer matches menus by place: use tag_id or client_platform_type.',
  '国家、省份或城市不正确。个性化菜单已不再按地区匹配，请使用 tag_id 或 client_platform_type。',
);
const SUB_TYPE = words(
  'The type of a button below the top level is not known, or may not stand there.',
  '二级菜单按钮的类型不正确，或不能用在这里。',
);

/** The menu (自定义菜单). */
export const menus: Hints = {
  40015: words('The kind of the menu is not known.', '菜单类型不正确。'),
  40016: words(
    'A menu has 1 to 3 buttons at the top level. To remove the whole menu use menu.delete.',
    '一级菜单按钮应为 1 到 3 个。要删除整个菜单请用 menu.delete。',
  ),
  40017: words(
    'The type of a button is not known, or missing where there are no sub_button. Types are case-sensitive: click, view, miniprogram, scancode_push.',
    '按钮类型不正确，或没有 sub_button 的按钮缺少 type。类型区分大小写，例如 click、view、miniprogram、scancode_push。',
  ),
  40018: words(
    'The name of a button at the top level is empty or too long: at most 16 bytes, which are 5 Chinese characters.',
    '一级菜单按钮名称为空或过长：不能超过 16 字节（5 个汉字）。',
  ),
  40019: words(
    'The key of a button is empty or too long: at most 128 bytes.',
    '按钮的 key 为空或过长：不能超过 128 字节。',
  ),
  40020: words(
    'The url of a button is empty or too long: at most 1,024 bytes.',
    '按钮的 url 为空或过长：不能超过 1024 字节。',
  ),
  40021: words('There is no such version of the menu.', '菜单版本号不正确。'),
  40022: words(
    'A menu has two levels: buttons below may have no sub_button.',
    '菜单最多两级，二级按钮不能再有 sub_button。',
  ),
  40023: words(
    'A button has 1 to 5 buttons below it. One without any needs a type instead of sub_button.',
    '每个一级菜单下应有 1 到 5 个二级按钮；没有二级按钮时请去掉 sub_button 并填写 type。',
  ),
  40024: SUB_TYPE,
  40025: words(
    'The name of a button below the top level is empty or too long: at most 60 bytes, of which about 8 Chinese characters are shown.',
    '二级菜单按钮名称为空或过长：不能超过 60 字节，约显示 8 个汉字。',
  ),
  40026: words(
    'The key of a button below the top level is empty or too long: at most 128 bytes.',
    '二级菜单按钮的 key 为空或过长：不能超过 128 字节。',
  ),
  40027: words(
    'The url of a button below the top level is empty or too long: at most 1,024 bytes.',
    '二级菜单按钮的 url 为空或过长：不能超过 1024 字节。',
  ),
  40028: words(
    'There is no such user to try the menu with: user_id is the openid of a follower, or a WeChat id.',
    '测试个性化菜单的用户不正确：user_id 应为粉丝的 openid 或微信号。',
  ),
  40054: DOMAIN,
  40055: DOMAIN,
  40119: words(
    'This type of button may not be used here: buttons of media need permanent material, of articles a published one.',
    '该按钮类型不能用在这里：素材类按钮需要永久素材，图文类按钮需要已发布的文章。',
  ),
  40120: SUB_TYPE,
  41007: words('The menu is missing: send {"button": […]}.', '缺少菜单数据，格式应为 {"button": […]}。'),
  45010: words('Menus were made too often: try again tomorrow.', '创建菜单的次数超限，请明天再试。'),
  45048: words('This kind of message may not be used in menus.', '这种消息类型不能用在菜单中。'),
  45064: words(
    'The menu leads to a mini program that is not linked to the account: link it in the console (小程序管理) first.',
    '菜单中的小程序没有关联到该公众号，请先在后台“小程序管理”中关联。',
  ),
  46002: words('There is no menu of this version.', '菜单版本不存在。'),
  46003: words(
    'The account has no menu made by a call. One made in the console is answered by menu.getCurrentSelfmenuInfo.',
    '该账号没有通过接口创建的菜单。在后台创建的菜单请用 menu.getCurrentSelfmenuInfo 查询。',
  ),
  65301: words(
    'There is no conditional menu with this menuid: menu.get lists them.',
    'menuid 对应的个性化菜单不存在，可用 menu.get 查询。',
  ),
  65302: words('There is no such user to try the menu with.', '测试匹配的用户不存在。'),
  65303: words(
    'Conditional menus need an ordinary one first: call menu.create.',
    '请先用 menu.create 创建默认菜单，再创建个性化菜单。',
  ),
  65304: words(
    'The rule of a conditional menu (matchrule) is empty: give tag_id or client_platform_type.',
    '个性化菜单的 matchrule 为空，请填写 tag_id 或 client_platform_type。',
  ),
  65305: words(
    'The account has as many conditional menus as it may have: delete some with menu.deleteConditional.',
    '个性化菜单数量已达上限，请先用 menu.deleteConditional 删除一些。',
  ),
  65306: words(
    'The account may have no conditional menus: they are for verified accounts.',
    '该账号不支持个性化菜单，需要已认证的账号。',
  ),
  65307: words('The conditional menu is empty: it needs buttons.', '个性化菜单内容为空，请填写按钮。'),
  65308: words(
    'A button does nothing: each one without sub_button needs a type and what belongs to it (key, url, media_id…).',
    '有按钮没有设置响应动作：没有 sub_button 的按钮需要 type 及对应的 key、url、media_id 等。',
  ),
  65309: words(
    'Conditional menus are switched off: switch them on in the console.',
    '个性化菜单功能已关闭，请在后台开启。',
  ),
  65310: PLACE,
  65311: PLACE,
  65312: NO_PLACE,
  65313: NO_PLACE,
  65314: NO_PLACE,
  65316: words(
    'The menu leads to more than 3 domains: use fewer, or one that forwards.',
    '菜单链接指向了超过 3 个外部域名，请减少域名。',
  ),
  65317: words(
    'A link in the menu is not acceptable: it must begin with http:// or https://.',
    '菜单中的链接不正确，必须以 http:// 或 https:// 开头。',
  ),
  65318: words('The menu must be sent as UTF-8.', '菜单内容必须是 UTF-8 编码。'),
  65319: words(
    'The account may not make menus: the console has a notice that says why.',
    '该账号被禁止创建菜单，原因请看公众平台的站内通知。',
  ),
  65320: words(
    'Conditional menus do not match by language, sex or region any more: matchrule has tag_id and client_platform_type.',
    '个性化菜单已不再支持按语言、性别、地区匹配：matchrule 只能用 tag_id 和 client_platform_type。',
  ),
};
