import { words, type Hints } from './hint';

const PARAMETER = words(
  'A parameter of the template is wrong: compare tid, kidList and sceneDesc with what the public library of the account’s category has.',
  '模板参数不正确：请核对 tid、kidList、sceneDesc 与账号类目下公共模板库中的内容。',
);

/** Template messages and subscription messages. */
export const templates: Hints = {
  20001: words(
    'The account has no subscription template with this id, or the system failed: compare it with subscribeMessage.getTemplateList.',
    '该账号没有这个订阅模板，或系统出错：请与 subscribeMessage.getTemplateList 的结果核对。',
  ),
  20002: PARAMETER,
  200002: PARAMETER,
  200001: words(
    'WeChat refused the template, and does not say why: look at the template library of the account’s category.',
    '微信拒绝了该模板但没有说明原因，请查看账号类目下的公共模板库。',
  ),
  40034: words('The template or its content is too long.', '模板内容长度不符合要求。'),
  40036: words(
    'The length of the template_id is wrong: copy it whole.',
    'template_id 长度不正确，请完整复制。',
  ),
  40037: words(
    'This account has no template with this template_id: templateMessage.getAllPrivateTemplate or subscribeMessage.getTemplateList lists those it has. Ids of other accounts do not work.',
    '该账号没有这个 template_id：可用 templateMessage.getAllPrivateTemplate 或 subscribeMessage.getTemplateList 查询。其他账号的模板 id 不能使用。',
  ),
  40102: words(
    'There is no industry of this id for templates.',
    '模板行业 id 不正确，请对照文档中的行业代码。',
  ),
  40249: words(
    'WeChat withheld the template message because of its content: change what the user would read.',
    '模板消息因内容违规被拦截，请修改内容。',
  ),
  43100: words('The industry may be changed once a month.', '模板行业每月只能修改一次。'),
  43101: words(
    'The user did not accept this subscription message, or it is used up: each consent is for one message.',
    '用户没有订阅这个通知，或次数已用完：每次授权只能发送一条。',
  ),
  43102: words(
    'This template is not one of subscription messages: send it with templateMessage.send.',
    '该模板不是订阅通知模板，请用 templateMessage.send 发送。',
  ),
  43106: words(
    'The account may not add templates for now, as a penalty. The console has a notice that says until when.',
    '账号因违规暂时不能添加模板，期限请看公众平台的站内通知。',
  ),
  43107: words(
    'The subscription messages of this account are banned. The console has a notice that says why.',
    '该账号的订阅通知能力被封禁，原因请看公众平台的站内通知。',
  ),
  43116: words(
    'This template was banned for misuse: use another one, for what it is meant for.',
    '该模板因滥用被封禁，请改用与用途相符的其他模板。',
  ),
  45012: words('The template is too long.', '模板过长。'),
  45014: words(
    'The template message is too long: shorten its values.',
    '模板消息内容过长，请缩短各字段的值。',
  ),
  45026: words(
    'The account has as many templates as it may have (25): delete one with templateMessage.deletePrivateTemplate.',
    '模板数量已达上限（25 个），请先用 templateMessage.deletePrivateTemplate 删除。',
  ),
  45027: words(
    'The template is not one of the industries of this account: templateMessage.setIndustry, once a month.',
    '模板与账号的所属行业不符，可用 templateMessage.setIndustry 修改（每月一次）。',
  ),
  45051: words('The link in the template message is not acceptable.', '模板消息中的链接不正确。'),
  47003: words(
    'A value of the message is empty, too long or not of the kind its name says; errmsg names the field, such as data.thing1.value. thing: 20 characters; time, date, amount and phone_number have forms of their own.',
    '模板字段的值为空、过长或格式不符，errmsg 中写明了是哪个字段，例如 data.thing1.value。thing 不超过 20 个字符；time、date、amount、phone_number 等有各自的格式。',
  ),
  48011: words('This template is disabled: choose another one.', '该模板已停用，请选择其他模板。'),
  200011: words(
    'The account is banned from templates. The console has a notice that says why.',
    '账号的模板能力已被封禁，原因请看公众平台的站内通知。',
  ),
  200012: words(
    'The account has as many templates of its own as it may have: delete one with subscribeMessage.deleteTemplate.',
    '个人模板数已达上限，请先用 subscribeMessage.deleteTemplate 删除。',
  ),
  200013: words('This template is banned: choose another one.', '该模板已被封禁，请选择其他模板。'),
  200014: words(
    'There is no template title with this tid in the account’s categories: subscribeMessage.getPubTemplateTitles lists them.',
    'tid 不正确：请用 subscribeMessage.getPubTemplateTitles 查询账号类目下的模板标题。',
  ),
  200016: words('start is where the list begins: 0 or more.', 'start 参数不正确，应从 0 开始。'),
  200017: words('limit is how many entries to list: at most 30.', 'limit 参数不正确，最大为 30。'),
  200018: words(
    'The ids of the categories are missing: subscribeMessage.getCategory lists them.',
    '缺少类目 ids，可用 subscribeMessage.getCategory 查询。',
  ),
  200019: words(
    'The ids of the categories are wrong: numbers with commas between.',
    '类目 ids 不正确：应为用逗号分隔的数字。',
  ),
  200020: words(
    'kidList is wrong: 2 to 5 ids of subscribeMessage.getPubTemplateKeywords for this tid.',
    'kidList 不正确：应为该 tid 下 2 到 5 个关键词 id，可用 subscribeMessage.getPubTemplateKeywords 查询。',
  ),
  200021: words(
    'sceneDesc is wrong: at most 15 characters that say what the messages are for.',
    'sceneDesc 不正确：应为 15 个字以内的服务场景描述。',
  ),
  200022: words(
    'The account has a template with this title and these keywords: use that one.',
    '账号已有相同标题和关键词的模板，请直接使用。',
  ),
  200100: words(
    'This kind of account may not use subscription templates.',
    '该类型的账号不能使用订阅通知模板。',
  ),
};
