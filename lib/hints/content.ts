import { words, type Hints } from './hint';

/** Drafts, publishing and comments. */
export const content: Hints = {
  40062: words('The title is too long, or empty.', '标题长度不符合要求：为空或过长。'),
  40065: words(
    'The article or message is in a state in which this cannot be done.',
    '文章或消息当前的状态不能进行此操作。',
  ),
  40155: words(
    'Links to the home page of another account are not allowed.',
    '不能添加其他公众号的主页链接。',
  ),
  40192: words(
    'The author of an article is not acceptable: at most 16 characters.',
    '文章作者不正确：不超过 16 个字。',
  ),
  40193: words('The recommendation is too long.', '推荐语过长。'),
  40194: words('The recommendation breaks the rules: change its text.', '推荐语违规，请修改内容。'),
  40204: words(
    'Articles that WeChat has marked as rumours or copies cannot be deleted.',
    '被判定为谣言或洗稿的文章不能删除。',
  ),
  40213: words(
    'A link in the content is not acceptable: only articles of mp.weixin.qq.com may be linked, or mini programs of the account.',
    '正文中的链接不符合要求：只能链接到公众号文章或关联的小程序。',
  ),
  40214: words(
    'The text of a link in the content is not acceptable: it is empty or too long.',
    '正文中链接的文字不符合要求：为空或过长。',
  ),
  40215: words(
    'The content has too many pictures, or none where there must be one.',
    '正文中的图片数量不符合要求。',
  ),
  40216: words('The description is not acceptable: is it empty or too long?', '描述不符合要求：为空或过长。'),
  40217: words('The content has too many videos.', '正文中的视频数量超限。'),
  40218: words(
    'The content has a video that WeChat does not know: its id must come from an upload.',
    '正文中的视频 id 不存在，应使用上传后得到的 id。',
  ),
  40227: words('The title is empty.', '标题为空。'),
  41026: words('The list of pictures with text is missing.', '缺少图文列表。'),
  41039: words(
    'content_source_url ("read the original") is not acceptable: http:// or https://, at most 1 KB.',
    'content_source_url（阅读原文）不正确：应为 http:// 或 https:// 开头、不超过 1 KB 的链接。',
  ),
  45003: words(
    'The title is too long: at most 32 characters by the documentation (title).',
    '标题（title）过长：文档要求不超过 32 个字。',
  ),
  45004: words(
    'The summary is too long: that is "digest" of an article, at most 128 characters, and less is safer. Leave it out, and WeChat takes the beginning of the content. In a video it is the description.',
    '摘要过长：指图文的 digest 字段，不超过 128 个字，越短越稳妥；不填则微信取正文开头。视频素材则是指描述（introduction）。',
  ),
  45075: words('There is no such keyword id.', '关键词 id 不存在。'),
  45110: words(
    'The author of the article is too long: at most 16 characters (author).',
    '作者（author）过长：不超过 16 个字。',
  ),
  45166: words(
    'WeChat does not take the content of the article: it may have links to other sites, scripts, frames, forms or pictures from elsewhere. Pictures come from media.uploadImg, links lead to mp.weixin.qq.com; a mini program must be linked to the account.',
    '微信不接受正文内容（content）：可能含有外部链接、脚本、iframe、表单或外站图片。图片请用 media.uploadImg 上传，链接只能指向 mp.weixin.qq.com，小程序要先关联。',
  ),
  48015: words(
    'The account may have no comments on its articles: it has no such right.',
    '该账号没有留言功能的权限。',
  ),
  53402: words(
    'The cover could not be cut: use pic_crop_235_1 and pic_crop_1_1 within the picture, or another picture.',
    '封面裁剪失败：请检查 pic_crop_235_1、pic_crop_1_1 是否在图片范围内，或更换图片。',
  ),
  53404: words(
    'What the account may do in trade is restricted: the console says why.',
    '账号的带货能力被限制，原因请在后台查看。',
  ),
  53405: words('The product in the article is wrong.', '文章中插入的商品信息有误。'),
  53406: words('Trade has to be opened for the account first, in the console.', '请先在后台开通带货能力。'),
  53500: words(
    'Publishing is restricted for this account: the console says why.',
    '账号的发布功能被限制，原因请在后台查看。',
  ),
  53501: words('Too many publications in a short time: go on later.', '频繁发布，请稍后再试。'),
  53502: words(
    'There is no such publish_id: it is what freepublish.submit answered. Keep it as text.',
    'publish_id 不存在：它是 freepublish.submit 返回的值，请按字符串保存。',
  ),
  53503: words(
    'The draft did not pass the check before publishing: open it in the console, which says what is wrong.',
    '草稿没有通过发布检查，请在公众平台后台打开草稿查看问题。',
  ),
  53504: words('This draft can only be published in the console.', '请在公众平台后台发布这篇草稿。'),
  53505: words(
    'Save the draft in the console by hand, then publish it.',
    '请先在公众平台后台手动保存草稿，再发布。',
  ),
  53600: words(
    'There is no such article_id: it comes with freepublish.get or the event PUBLISHJOBFINISH, and is not the media_id of the draft.',
    'article_id 不存在：它来自 freepublish.get 或 PUBLISHJOBFINISH 事件，不是草稿的 media_id。',
  ),
  87014: words('The content breaks the rules of WeChat: change it.', '内容含有违规信息，请修改。'),
  88000: words(
    'Neither the account nor the article has comments: switch them on (need_open_comment, comment.open).',
    '账号或文章没有开通留言，请通过 need_open_comment 或 comment.open 开启。',
  ),
  88001: words(
    'There is no such article: msg_data_id comes from mass.sendAll or the published article. Keep it as text.',
    '文章不存在：msg_data_id 来自 mass.sendAll 的应答或已发布的文章，请按字符串保存。',
  ),
  88002: words('The article has sensitive content: comments are closed.', '文章含有敏感内容，不能使用留言。'),
  88003: words(
    'There are as many selected comments as there may be: unselect one with comment.unmarkElect.',
    '精选留言数量已达上限，请先用 comment.unmarkElect 取消一些。',
  ),
  88004: words('The user has deleted the comment.', '留言已被用户删除。'),
  88005: words(
    'The comment has a reply already: delete it with comment.deleteReply first.',
    '这条留言已经回复过，请先用 comment.deleteReply 删除。',
  ),
  88007: words('The reply is empty or too long.', '回复内容为空或过长。'),
  88008: words('There is no such comment.', '留言不存在。'),
  88009: words('There is no such reply.', '回复不存在。'),
  88010: words('The count is 1 to 49.', '数量应为 1 到 49。'),
  10170001: words('There is no such product for the product card.', '商品卡的商品 id 不正确。'),
  10170002: words('This type of article takes no product card.', '该文章类型不支持商品卡。'),
  10170003: words('There is no such type of product card.', '不支持的商品卡类型。'),
};
