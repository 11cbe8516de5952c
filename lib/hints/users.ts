import { words, type Hint, type Hints } from './hint';

const openid: Hint = ({ credential }) =>
  credential === 'user'
    ? words(
        'This openid is not the one for which the token was given: pass the openid that came with it from oauth.getAccessToken.',
        'openid 与 access_token 不匹配：请使用 oauth.getAccessToken 返回的同一个用户的 openid。',
      )
    : words(
        'This openid is not one of this account, or its user does not follow. Each account has openids of its own.',
        'openid 不属于该公众号，或用户没有关注。每个公众号的 openid 各不相同。',
      );

const TAG_NAME = words(
  'The name of the tag is not acceptable, or a tag has it already.',
  '标签名不合法，或与其他标签重名。',
);

/** Followers, tags, QR codes and short links. */
export const users: Hints = {
  40003: openid,
  40031: words(
    'The list of openids is not acceptable: texts, each of a follower.',
    'openid 列表不正确：应为粉丝 openid 的数组。',
  ),
  40032: words(
    'The list of openids is empty or too long: tags 50 a call, user.batchGetInfo 100, blacklist 20.',
    'openid 列表为空或过长：打标签每次 50 个，user.batchGetInfo 100 个，黑名单 20 个。',
  ),
  40050: words('There is no group of this id: groups are tags by now.', '分组 id 不存在：分组已由标签取代。'),
  40051: words(
    'The name of the group is not acceptable: groups are tags by now.',
    '分组名不合法：分组已由标签取代。',
  ),
  40052: words(
    'The action_name is not one of QR codes: QR_SCENE, QR_STR_SCENE, QR_LIMIT_SCENE, QR_LIMIT_STR_SCENE.',
    'action_name 不正确：应为 QR_SCENE、QR_STR_SCENE、QR_LIMIT_SCENE 或 QR_LIMIT_STR_SCENE。',
  ),
  40053: words(
    'The scene of the QR code is not acceptable: scene_str has 1 to 64 characters; scene_id is a whole number from 1, for permanent codes up to 100,000.',
    '二维码的场景值不正确：scene_str 为 1 到 64 个字符；scene_id 为从 1 开始的整数，永久二维码不超过 100000。',
  ),
  40092: words(
    'The remark is too long: fewer than 30 bytes, which are 9 Chinese characters.',
    '备注名过长：应少于 30 字节（9 个汉字）。',
  ),
  40117: TAG_NAME,
  40129: words(
    'The scene of the QR code is not acceptable: compare its kind with the action_name.',
    '场景值不正确，请检查它与 action_name 是否相符。',
  ),
  40131: words(
    'Too many tickets were asked for: keep those that live.',
    '申请的 ticket 过多，请缓存仍有效的 ticket。',
  ),
  41009: words('The openid is missing.', '缺少 openid。'),
  45016: words('Groups of the system cannot be changed.', '系统分组不能修改。'),
  45017: words('The name of the group is too long.', '分组名过长。'),
  45018: words('The account has as many groups as it may have.', '分组数量已达上限。'),
  45019: words('Too many openids in one call: send them in parts.', '一次传入的 openid 过多，请分批调用。'),
  45029: words(
    'The account has 100,000 permanent QR codes, which is all it may have: use temporary ones.',
    '永久二维码数量已达 10 万的上限，请改用临时二维码。',
  ),
  45056: words(
    'The account has 100 tags, which is all it may have: delete one with tag.delete.',
    '标签数量已达 100 个的上限，请先用 tag.delete 删除。',
  ),
  45057: words(
    'A tag of more than 100,000 followers cannot be deleted: take it from them with tag.batchUntagging first.',
    '标签下的粉丝超过 10 万，不能直接删除，请先用 tag.batchUntagging 取消。',
  ),
  45058: words(
    'The tags 0, 1 and 2 are WeChat’s own and cannot be changed.',
    'id 为 0、1、2 的标签是系统保留的，不能修改。',
  ),
  45059: words('The user has 20 tags, which is all one may have.', '用户的标签数已达 20 个的上限。'),
  45157: words(
    'The name of the tag is not acceptable, or another tag of the account has it: tag.getList lists them.',
    '标签名不合法，或已被其他标签使用，可用 tag.getList 查询。',
  ),
  45158: words(
    'The name of the tag is too long: at most 30 bytes in WeChat’s words, which are 10 Chinese characters.',
    '标签名过长：微信的说法是不超过 30 字节（10 个汉字）。',
  ),
  45159: words(
    'There is no tag with this id: tag.getList lists them.',
    '标签 id 不存在，可用 tag.getList 查询。',
  ),
  46004: words('There is no such user.', '用户不存在。'),
  49003: words(
    'The openid is not one of this AppID: each account has openids of its own.',
    'openid 与 AppID 不匹配：每个账号的 openid 各不相同。',
  ),
  50005: words(
    'The user does not follow the account: ask for what needs no following.',
    '用户没有关注该公众号。',
  ),
  85066: words(
    'The link of the QR rule is wrong: it begins with http:// or https://, and its domain has a filing.',
    '二维码规则的链接不正确：应以 http:// 或 https:// 开头且域名已备案。',
  ),
  85068: words('A link for tests must begin with the link of the rule.', '测试链接必须以规则链接开头。'),
  85069: words(
    'WeChat did not find the file of verification at the domain: put it where the console says.',
    '域名校验失败：请按后台说明放置校验文件。',
  ),
  85070: words(
    'This link may not be used, or the account may have no QR rules.',
    '该链接不能使用，或账号没有设置二维码规则的权限。',
  ),
  85071: words(
    'The rule exists already: change it instead (is_edit).',
    '该规则已存在，请改为编辑（is_edit）。',
  ),
  85072: words('Another account uses this link.', '该链接已被其他账号占用。'),
  85073: words(
    'The account has as many QR rules as it may have: delete one.',
    '二维码规则数量已达上限，请先删除。',
  ),
  85074: words('The mini program is not published yet.', '小程序还没有发布，不能设置二维码规则。'),
  85075: words('Mini programs of persons may have no QR rules.', '个人小程序不能设置二维码规则。'),
  86004: words('This WeChat id is not valid.', '微信号无效。'),
  886000: words(
    'The publications of QR rules of this month are used up (100).',
    '本月二维码规则的发布次数（100 次）已用完。',
  ),
  9410010: words(
    'long_data is too long: at most 4 KB of UTF-8.',
    'long_data 过长或格式不对：不超过 4 KB 的 UTF-8 文本。',
  ),
  9410011: words(
    'expire_seconds is 1 to 2,592,000 (30 days).',
    'expire_seconds 应为 1 到 2592000（30 天）。',
  ),
};
