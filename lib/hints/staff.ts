import { words, type Hints, type Words } from './hint';

const UNKNOWN = words(
  'There is no such customer-service account: kf_account is prefix@account, and kfAccount.getKfList lists them.',
  '客服账号不存在：kf_account 的格式为“前缀@公众号微信号”，可用 kfAccount.getKfList 查询。',
);
const NAME = words(
  'The name of the customer-service account is not acceptable: letters, digits and _ before the @, at most 10.',
  '客服账号名不合法：@ 之前只能是英文字母、数字或下划线，不超过 10 个字符。',
);
const EXISTS = words(
  'There is a customer-service account of this name: change it with kfAccount.update.',
  '客服账号已存在，可用 kfAccount.update 修改。',
);
const MANY = words(
  'The account has as many customer-service accounts as it may have: delete one with kfAccount.delete.',
  '客服账号数量已达上限，请先用 kfAccount.delete 删除。',
);
const PARAMETER: Words = words(
  'A parameter of customer service is wrong: compare kf_account and nickname with the documentation.',
  '客服接口参数不正确，请核对 kf_account 和 nickname。',
);

/** The staff of customer service (客服). */
export const staff: Hints = {
  43014: words('The member of the staff must be verified first.', '需要先完成客服人员的验证。'),
  45078: words('The nickname is not allowed.', '昵称不合法。'),
  45079: words('The nickname has a word that is not allowed.', '昵称含有禁用的词。'),
  61450: words('The system of customer service failed: try again later.', '客服系统出错，请稍后再试。'),
  61451: PARAMETER,
  61452: UNKNOWN,
  61453: EXISTS,
  61454: NAME,
  61455: NAME,
  61456: MANY,
  61457: words('The avatar must be a JPG picture.', '头像必须是 JPG 图片。'),
  65400: words(
    'Customer service is not switched on for this account, or not yet in force: 公众平台 → 新的功能 → 客服 switches it on.',
    '没有开通新版客服功能，或还没有生效：请在公众平台后台的“新的功能”中添加“客服”。',
  ),
  65401: UNKNOWN,
  65402: words(
    'No person of WeChat is bound to the customer-service account: kfAccount.inviteWorker.',
    '客服账号没有绑定微信号，请用 kfAccount.inviteWorker 邀请。',
  ),
  65403: words(
    'The nickname is not acceptable: 1 to 16 characters, and nothing that misleads.',
    '客服昵称不合法：1 到 16 个字，不能含有误导性的词。',
  ),
  65404: NAME,
  65405: MANY,
  65406: EXISTS,
  65407: words('This person is a member of the staff already.', '该微信号已经是客服。'),
  65408: words(
    'This person has been invited already: the invitation is in their WeChat.',
    '已经向该微信号发出邀请，请对方在微信中确认。',
  ),
  65409: words(
    'There is no such WeChat id: invite_wx takes the id, not the nickname or phone.',
    '微信号不存在：invite_wx 应填微信号，不是昵称或手机号。',
  ),
  65410: words(
    'This person is bound to as many accounts as one may be.',
    '该微信号绑定的客服账号数已达上限。',
  ),
  65411: words(
    'There is an invitation for this account that has not been answered.',
    '该客服账号还有未处理的邀请。',
  ),
  65412: words('A person is bound to this customer-service account already.', '该客服账号已绑定微信号。'),
  65413: words(
    'The user is in no session: kfSession.create begins one.',
    '用户没有客服会话，可用 kfSession.create 创建。',
  ),
  65414: words(
    'Another member of the staff serves this user: kfSession.getSession tells who.',
    '该用户正由其他客服接待，可用 kfSession.getSession 查询。',
  ),
  65415: words(
    'This member of the staff is not online: kfAccount.getOnlineKfList tells who is.',
    '该客服不在线，可用 kfAccount.getOnlineKfList 查询在线客服。',
  ),
  65416: words(
    'A parameter of the records is wrong: starttime and endtime are unix seconds, number at most 10,000, msgid begins with 1.',
    '查询聊天记录的参数不正确：starttime、endtime 为 Unix 秒，number 最大 10000，msgid 从 1 开始。',
  ),
  65417: words(
    'The records of at most 24 hours are answered at once: ask in parts.',
    '聊天记录一次最多查询 24 小时，请分段查询。',
  ),
};
