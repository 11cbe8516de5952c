import { fileEn, fileZh, text } from './text';

/** Texts about reading and setting the menu. */
export const menu = {
  'menu-none': text({
    en: () =>
      'The account has no menu made by a call. One made in the console: offiaccount call menu.getCurrentSelfmenuInfo',
    zh: () => '该账号没有通过接口创建的菜单。在后台创建的菜单：offiaccount call menu.getCurrentSelfmenuInfo',
  }),
  'menu-conditional': text<{ count: number }>({
    en: ({ count }) => `${count} conditional menus are left out. They are in: offiaccount call menu.get`,
    zh: ({ count }) => `未包含 ${count} 个个性化菜单，查看它们：offiaccount call menu.get`,
  }),
  'menu-written': text<{ file: string }>({
    en: ({ file }) => `The menu is in ${file}.`,
    zh: ({ file }) => `菜单已写入 ${file}。`,
  }),
  'menu-unasked': text({
    en: () => 'Nobody can be asked whether the change is right: look at it, then pass --yes.',
    zh: () => '当前无法询问是否修改：请先确认内容，再加上 --yes。',
  }),
  'menu-same': text({
    en: () => 'The account has this menu already.',
    zh: () => '账号的菜单已经是这样，无需修改。',
  }),
  'menu-ask': text({ en: () => 'Set this menu?', zh: () => '要设置这个菜单吗？' }),
  'menu-unchanged': text({ en: () => 'Nothing was changed.', zh: () => '没有做任何修改。' }),
  'menu-set': text({
    en: () => 'The menu is set. Users see it within a day; at once after they have left and followed again.',
    zh: () => '菜单已设置。用户会在 24 小时内看到；取消关注后重新关注可立即看到。',
  }),
  'menu-form': text<{ file: string }>({
    en: ({ file }) => `${fileEn(file)} is no menu: it has to be {"button": [{…}, …]}.`,
    zh: ({ file }) => `${fileZh(file).trimStart()}不是菜单：格式应为 {"button": [{…}, …]}。`,
  }),
  'menu-refused': text<{ file: string; fault: string }>({
    en: ({ file, fault }) => `${fileEn(file)} is no menu that WeChat takes: ${fault}.`,
    zh: ({ file, fault }) => `${fileZh(file).trimStart()}中的菜单不符合微信的要求：${faultZh(fault)}。`,
  }),
  'menu-reading': text({ en: () => 'Reading the menu', zh: () => '正在读取菜单' }),
  'menu-setting': text({ en: () => 'Setting the menu', zh: () => '正在设置菜单' }),
};

const UNITS: Readonly<Record<string, string>> = { entries: '个', bytes: '字节' };

/** The possible mistakes of a button, in the words of the menu's check. */
const FAULTS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^(".+") has (\d+) to (\d+) (entries|bytes)$/,
    (at, least, most, unit = '') => `${at} 应有 ${least} 到 ${most} ${UNITS[unit]}`,
  ],
  [
    /^(".+") has more than (\d+) (entries|bytes)$/,
    (at, most, unit = '') => `${at} 超过了 ${most} ${UNITS[unit]}`,
  ],
  [/^(".+") must be an object$/, (at) => `${at} 必须是对象`],
  [/^(".+") must be text$/, (at) => `${at} 必须是字符串`],
  [/^(".+") may not have buttons below it$/, (at) => `${at} 下不能再有子菜单`],
  [/^(".+") has neither "type" nor "sub_button"$/, (at) => `${at} 没有 "type" 或 "sub_button"`],
  [/^(".+") is missing$/, (at) => `缺少 ${at}`],
  [/^(".+") is empty$/, (at) => `${at} 为空`],
  [/^(".+\.type") is (.+)$/, (at, type) => `${at} 的值 ${type} 不是菜单类型`],
];

function faultZh(fault: string): string {
  for (const [pattern, zh] of FAULTS) {
    const found = pattern.exec(fault);
    if (found !== null) return zh(...found.slice(1));
  }
  return fault;
}
