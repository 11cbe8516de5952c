import { words, type Hints } from './hint';

/** Customer-service messages, mass messages and what all messages have in common. */
export const messages: Hints = {
  40008: words(
    'There is no such msgtype here: text, image, voice, video, mpnews… and a field of the same name beside it.',
    'msgtype 不正确：应为 text、image、voice、video、mpnews 等，并带有同名的字段。',
  ),
  40059: words(
    'There is no such mass message: msg_id is what mass.sendAll or mass.send answered. It may have more digits than a number holds: keep it as text.',
    '群发消息不存在：msg_id 是 mass.sendAll 或 mass.send 返回的值；它的位数可能超出 number 的精度，请按字符串保存。',
  ),
  40060: words(
    'There is no article of this index in the mass message: the first is 1, 0 stands for all.',
    '图文序号不正确：第一篇为 1，0 表示全部。',
  ),
  40126: words(
    'The length of the text is not allowed: it is empty, or too long.',
    '文本长度不符合要求：为空或过长。',
  ),
  40130: words(
    'A mass message to openids needs at least two of them. For one user: mass.preview, or customerMessage.send.',
    '按 openid 群发至少需要两个 openid。只发给一个用户请用 mass.preview 或 customerMessage.send。',
  ),
  40132: words('This WeChat id is not one of a user.', '微信号不正确。'),
  40152: words(
    'There is no tag with this tag_id: tag.getList tells them. With is_to_all no tag is needed.',
    '群发的 tag_id 不存在，可用 tag.getList 查询；is_to_all 为 true 时不需要 tag_id。',
  ),
  40165: words(
    'The page of the mini program is wrong (pagepath): it must be in its published version, without a slash in front.',
    '小程序页面路径（pagepath）不正确：必须是已发布版本中存在的页面，开头不带斜杠。',
  ),
  40166: words(
    'The AppID of the mini program is wrong, or it is not linked to the account: link it in the console (小程序管理).',
    '小程序的 appid 不正确，或没有关联到该公众号，请在后台“小程序管理”中关联。',
  ),
  41030: words(
    'The mini program has no such page in its published version: publish it, or correct the path.',
    '小程序的已发布版本中没有这个页面，请先发布或修改路径。',
  ),
  43004: words(
    'The user does not follow the account: no message reaches this user until the user follows.',
    '用户没有关注该公众号，关注前收不到消息。',
  ),
  43005: words('The user must be a friend for this.', '需要是好友关系。'),
  43019: words(
    'The user is on the blacklist of the account: blacklist.remove.',
    '用户在公众号的黑名单中，请先用 blacklist.remove 移出。',
  ),
  43108: words(
    'Several messages to the same user were sent at once: send them one after the other.',
    '同时给同一个用户发送了多条消息，请逐条发送。',
  ),
  43117: words(
    'Too many messages to this user in a short time: try again later.',
    '短时间内给该用户发送的消息过多，请稍后再试。',
  ),
  44003: words(
    'There is no article: articles must be a list with at least one entry.',
    '图文内容为空：articles 应为至少有一项的数组。',
  ),
  44004: words(
    'The text is empty: text.content needs at least one character.',
    '文本内容为空：text.content 至少要有一个字符。',
  ),
  44007: words('The id of the message was used before: take a new one.', '消息 id 重复，请使用新的。'),
  45002: words(
    'The content is too long: texts of messages at most 2,048 bytes, of drafts fewer than 20,000 characters and 1 MB.',
    '内容过长：消息文本不超过 2048 字节；草稿正文少于 2 万字符且小于 1 MB。',
  ),
  45006: words('The link of a picture is too long.', '图片链接过长。'),
  45008: words(
    'Too many articles: replies and customer-service messages take one, drafts 8.',
    '图文条数超限：被动回复和客服消息只能 1 条，草稿最多 8 条。',
  ),
  45015: words(
    'Customer-service messages reach a user only for 48 hours after the user did something (some events: 1 minute), and only followers. Later use template or subscription messages, or keep the text in mailbox() until the user writes again.',
    '客服消息只能在用户最近一次互动后的 48 小时内发送（部分事件为 1 分钟），且用户没有取消关注。超时请改用模板消息或订阅通知，或用 mailbox() 留着，等用户再次互动时给出。',
  ),
  45028: words(
    'The mass messages of this period are used up: a service account has 4 a month for each user, a subscription account 1 a day.',
    '群发次数已用完：服务号每个用户每月 4 次，订阅号每天 1 次。',
  ),
  45036: words(
    'The user has had all mass messages that one may get in a month from an account.',
    '用户当月接收的群发消息已达上限。',
  ),
  45047: words(
    'Too many customer-service messages to this user since the user last did something: wait until the user writes again. mailbox() keeps what is left of an answer; createLedger() tells beforehand how many may be sent.',
    '用户上次互动后，发给该用户的客服消息条数已达上限，请等用户再次互动。mailbox() 可以留着没发完的部分，createLedger() 可以事先查询还能发几条。',
  ),
  45052: words('This kind of message cannot be sent to many.', '这种消息类型不能群发。'),
  45062: words(
    'The account takes part in an ad plan: send this mass message from the console.',
    '账号签署了广告协议，请在公众平台后台群发。',
  ),
  45065: words(
    'A mass message with this clientmsgid was sent in the last 24 hours, and not again: the answer has its msg_id.',
    '24 小时内已有相同 clientmsgid 的群发任务，这次没有重复发送；应答中有它的 msg_id。',
  ),
  45066: words(
    'This clientmsgid was tried less than a minute ago: wait, then ask again with the same one.',
    '相同 clientmsgid 的请求间隔不足 1 分钟，请稍后用同一个 clientmsgid 再试。',
  ),
  45067: words('The clientmsgid is too long: at most 64 bytes.', 'clientmsgid 过长，不能超过 64 字节。'),
  45072: words('The command is "Typing" or "CancelTyping".', 'command 只能是 "Typing" 或 "CancelTyping"。'),
  45080: words(
    'Typing is shown only within 30 seconds after the user wrote.',
    '用户发消息后 30 秒内才能下发“正在输入”状态。',
  ),
  45081: words(
    'Typing is shown already: it ends by itself after 15 seconds, or with a message.',
    '已经处于“正在输入”状态：15 秒后或发出消息时自动结束。',
  ),
  45083: words('The speed of mass messages is 0 (fastest) to 4.', '群发速度应为 0（最快）到 4。'),
  45084: words('No speed of mass messages has been set.', '没有设置群发速度。'),
  45085: words(
    'The service for the speed of mass messages failed: try again later.',
    '群发速度服务出错，请稍后再试。',
  ),
  45087: words(
    'WeChat has blocked the customer-service messages of this account. The console has a notice that says why.',
    '该账号的客服消息能力被封禁，原因请看公众平台的站内通知。',
  ),
  45098: words('The menu message has too many entries.', '菜单消息的选项过多。'),
  45099: words('An entry of the menu message is too long.', '菜单消息的选项内容过长。'),
  45113: words(
    'Cards and products can no longer be sent as messages: use an article or a mini program.',
    '不再支持发送卡券和商品消息，请改用图文或小程序卡片。',
  ),
  48002: words(
    'The user has switched off messages of this account in WeChat.',
    '用户在微信中关闭了接收该公众号的消息。',
  ),
  48003: words(
    'The terms of mass messages have not been agreed to: open the page for mass messages in the console once, as administrator.',
    '没有同意群发协议：请管理员在公众平台后台打开一次群发页面并同意。',
  ),
  48008: words(
    'The account may not send this kind of message: look at its rights in the console.',
    '该账号没有发送这种消息类型的权限，请在后台“接口权限”中查看。',
  ),
  48021: words(
    'A draft that the system saved by itself cannot be sent to many: save it by hand first.',
    '系统自动保存的草稿不能群发，请先手动保存。',
  ),
  70000: words(
    'WeChat withheld the message to protect a minor: there is nothing to be done.',
    '为保护未成年人，微信没有下发这条消息，无需处理。',
  ),
  9500001: words(
    'WeChat does not tell the reason. Is the message already deleted, or older than may be?',
    '微信没有说明原因。请检查该群发是否已删除或已超过可删除的期限。',
  ),
  9500002: words(
    'WeChat does not tell the reason. Compare the openids: followers of this account, each once.',
    '微信没有说明原因。请检查 openid 是否都是该公众号的粉丝且没有重复。',
  ),
  268488001: words(
    'WeChat does not tell the reason. Send the same from the console: it shows more.',
    '微信没有说明原因。可在公众平台后台群发相同内容查看具体提示。',
  ),
};
