import { words, type Hints } from './hint';

const ESCAPED = words(
  'Text must be sent as UTF-8, not as \\uXXXX: WeChat shows such signs as they are, or refuses them.',
  '文本必须直接以 UTF-8 发送，不能写成 \\uXXXX，否则会原样显示或被拒绝。',
);

/** The form of a request, whatever it is about. */
export const requests: Hints = {
  404: words('WeChat has no such call: check the path.', '接口不存在，请检查路径。'),
  1003: words(
    'A field of the body is not acceptable: compare it with the documentation of this call.',
    '请求体中的某个字段不正确，请对照接口文档。',
  ),
  40033: ESCAPED,
  40035: words(
    'A parameter is missing or not acceptable: compare all of them with the documentation of this call.',
    '参数不正确或缺少参数，请对照接口文档逐个检查。',
  ),
  40038: words('The form of the request is not acceptable: send JSON.', '请求格式不正确，请发送 JSON。'),
  40039: words('An address is too long: shorten it to 1,024 bytes.', '链接过长，请缩短到 1024 字节以内。'),
  40048: words(
    'An address is not acceptable: it must begin with http:// or https://, and its domain may have to be registered in the console.',
    '链接不正确：必须以 http:// 或 https:// 开头，域名可能还需要在后台登记。',
  ),
  40066: words(
    'No such address: check the path of the call, or the link among its arguments.',
    '地址不正确：请检查接口路径，或参数中的链接。',
  ),
  40093: words(
    'Only a part was done: the answer tells which entries failed. Send those again.',
    '只有一部分成功，应答中列出了失败的项，请只重试这些。',
  ),
  40097: words(
    'An argument is not acceptable: compare with the documentation of this call.',
    '参数不正确，请对照接口文档。',
  ),
  40104: words(
    'There is no category of this id: ask for the list of categories first.',
    '类目 id 不存在，请先查询类目列表。',
  ),
  40116: words(
    'The code is not valid: copy it whole, and use it once.',
    'code 无效，请完整复制，且只使用一次。',
  ),
  40101: words(
    'A parameter is missing: errmsg often names it.',
    '缺少必要的参数，errmsg 中通常会写明是哪个。',
  ),
  40114: words(
    'The index is out of range: the first article has the index 0.',
    '索引超出范围：第一篇图文的索引是 0。',
  ),
  40201: words(
    'The address to check is not acceptable: it must be a public one.',
    '要检测的地址不正确：必须是可公开访问的地址。',
  ),
  40202: words('The action of the check is "dns", "ping" or "all".', 'action 应为 "dns"、"ping" 或 "all"。'),
  40203: words(
    'The network of the check (check_operator) is "CHINANET", "UNICOM", "CAP" or "DEFAULT".',
    'check_operator 应为 "CHINANET"、"UNICOM"、"CAP" 或 "DEFAULT"。',
  ),
  40221: words(
    'WeChat does not take a compressed body: send it without Content-Encoding.',
    '微信不支持压缩的请求体，请去掉 Content-Encoding。',
  ),
  41010: words('The address (url) is missing.', '缺少 url 参数。'),
  41011: words('Fields are missing: errmsg often names them.', '缺少必填字段，errmsg 中通常会写明。'),
  42010: words('The same was done too fast: wait some seconds.', '相同的操作过于频繁，请过几秒再试。'),
  43001: words('This call must be a GET.', '该接口要用 GET 请求。'),
  43002: words('This call must be a POST.', '该接口要用 POST 请求。'),
  43003: words('This call must go by https.', '该接口要用 HTTPS 请求。'),
  44002: words(
    'The body is empty: did a proxy drop it, or was nothing passed?',
    'POST 的内容为空：是没有传参数，还是中间的代理丢掉了请求体？',
  ),
  44005: words('A list is empty: it needs at least one entry.', '列表为空，至少需要一项。'),
  45005: words('A link is too long: at most 1,024 bytes.', '链接过长，不能超过 1024 字节。'),
  45021: words('A field is too long: errmsg often names it.', '某个字段过长，errmsg 中通常会写明是哪个。'),
  45061: words('This is changed too often: try again later.', '修改过于频繁，请稍后再试。'),
  45076: words(
    'The count is out of range: compare it with the documentation.',
    'count 超出范围，请对照接口文档。',
  ),
  45082: words(
    'The domain of the address has no ICP filing (备案): links need one that has.',
    '链接的域名没有 ICP 备案，请使用已备案的域名。',
  ),
  45162: words('The type is not one of this call.', 'type 的值不正确，请对照接口文档。'),
  45163: words('There is no such way of sorting.', '排序方式不正确，请对照接口文档。'),
  45164: words('The offset is not acceptable: it begins at 0.', 'offset 不正确，应从 0 开始。'),
  45165: words('The limit is not acceptable: make the page smaller.', 'limit 不正确，请减小每页的数量。'),
  45168: words(
    'The text has a word that WeChat does not allow: change the text.',
    '文本中有微信禁止的词，请修改内容。',
  ),
  46009: words('There are no data for this user.', '没有这个用户的数据。'),
  47001: words(
    'WeChat cannot read the body. Compare its fields with the documentation; all text must be UTF-8.',
    '微信无法解析请求体。请对照文档检查字段的名称和类型；文本必须是 UTF-8。',
  ),
  47002: ESCAPED,
  63001: words('Some parameters are empty.', '部分参数为空。'),
  76001: words('There is no such rid: copy it from errmsg as it is.', 'rid 不存在，请从 errmsg 中原样复制。'),
  76002: words(
    'The rid is empty or malformed: it is what stands after "rid: " in errmsg.',
    'rid 为空或格式不对：它是 errmsg 中“rid: ”之后的部分。',
  ),
  76003: words(
    'The rid is one of another account, or the cgi_path is malformed: it begins with a slash.',
    '这个 rid 属于别的账号，或 cgi_path 格式不对（应以 / 开头）。',
  ),
  76004: words('The rid is older than 7 days.', 'rid 已超过 7 天，无法查询。'),
  76021: words(
    'There is no such cgi_path: it is the path of a call, such as /cgi-bin/message/custom/send.',
    'cgi_path 不存在：应为接口路径，例如 /cgi-bin/message/custom/send。',
  ),
  76022: words(
    'This token cannot ask about that cgi_path: use the token of the kind that call takes.',
    '当前 token 不能查询这个 cgi_path：请使用该接口所用的那种 token。',
  ),
};
