import { words, type Hints } from './hint';

const MISSING = words(
  'The file is missing or empty: it needs content and a file name.',
  '缺少文件或文件为空：文件要有内容和文件名。',
);
const IMAGES = words(
  'This picture is not taken: JPG, PNG and GIF are, with an extension that is true to the content.',
  '不支持这种图片：请使用 JPG、PNG、GIF，扩展名要与内容一致。',
);

/** Files and material. */
export const media: Hints = {
  40004: words(
    'This media type is not known. The type must fit the file.',
    '媒体文件类型不正确：type 要与文件相符。',
  ),
  40005: words(
    'This kind of file is not taken. The extension of its name must be there, in lower case and true.',
    '不支持这种文件。文件名要有小写的扩展名，并与内容一致。',
  ),
  40006: words(
    'The size of the file is not allowed: empty, or larger than this type may be.',
    '文件大小不符合要求：为空或超过该类型的上限。',
  ),
  40007: words(
    'No such media_id: temporary ones live 3 days, and calls that want permanent material do not take them.',
    'media_id 无效：临时素材有效期 3 天；需要永久素材的接口不能使用临时素材的 media_id。',
  ),
  40009: words(
    'The picture is empty or too large: at most 10 MB, 1 MB for media.uploadImg.',
    '图片为空或过大：不超过 10 MB，media.uploadImg 不超过 1 MB。',
  ),
  40010: words(
    'The voice is empty or too large: at most 2 MB and 60 seconds.',
    '语音为空或过大：不超过 2 MB、60 秒。',
  ),
  40011: words(
    'The video is empty or too large: MP4 of at most 10 MB.',
    '视频为空或过大：MP4 格式，不超过 10 MB。',
  ),
  40012: words(
    'The thumbnail is empty or too large: JPG of at most 64 KB.',
    '缩略图为空或过大：JPG 格式，不超过 64 KB。',
  ),
  40113: words(
    'This kind of file is not taken, or its name has no extension that is true to it, in lower case.',
    '不支持这种文件，或文件名缺少与内容一致的小写扩展名。',
  ),
  40118: words('The length of the media_id is wrong: copy it whole.', 'media_id 长度不正确，请完整复制。'),
  40121: words(
    'This media_id is one of another kind of file than is wanted here.',
    'media_id 对应的素材类型不符合这里的要求。',
  ),
  40128: words(
    'A permanent media_id is wanted here: material.add gives one, media.upload does not.',
    '这里需要永久素材的 media_id：请用 material.add 上传，media.upload 得到的是临时素材。',
  ),
  40137: IMAGES,
  40141: words(
    'The address of the picture must come from media.uploadImg.',
    '图片地址必须是 media.uploadImg 返回的地址。',
  ),
  40160: words('The picture is damaged: open and save it once more.', '图片文件已损坏，请重新保存后再上传。'),
  40175: words('There is no material of this id.', '素材 id 不存在。'),
  41005: MISSING,
  41006: words('The media_id is missing.', '缺少 media_id 参数。'),
  44001: MISSING,
  44006: MISSING,
  45001: words(
    'The file is too large: pictures 10 MB (media.uploadImg: 1 MB), voices 2 MB, videos 10 MB, thumbnails 64 KB.',
    '文件过大：图片不超过 10 MB（media.uploadImg 为 1 MB），语音 2 MB，视频 10 MB，缩略图 64 KB。',
  ),
  45007: words('The voice is too long: at most 60 seconds.', '语音过长：不超过 60 秒。'),
  45020: words('Too many pictures: a picture article has 20 at most.', '图片数量过多：图片消息最多 20 张。'),
  45034: words(
    'The library of material is full: delete what is not used with material.delete.',
    '素材数量已达上限，请用 material.delete 删除不用的素材。',
  ),
  45060: words(
    'The material is used by the menu or an automatic reply: take it out there first.',
    '该素材正被菜单或自动回复使用，请先解除引用。',
  ),
  45068: words(
    'The file is too large: compare it with the limit of its type.',
    '文件过大，请对照该类型的大小上限。',
  ),
  45074: words(
    'The list of material is full: delete entries that nobody uses.',
    '素材列表已满，请删除不用的素材。',
  ),
  45101: words('Uploads of this period are used up: go on later.', '上传次数已达上限，请稍后再试。'),
  45161: words('The id of the video must come from an upload by a call.', '视频 id 必须来自接口上传。'),
  46001: words(
    'There is no such media: temporary ones are gone after 3 days.',
    '媒体文件不存在：临时素材 3 天后失效。',
  ),
  46007: words('WeChat still converts the file: try again in a minute.', '文件仍在转码，请过一分钟再试。'),
  48005: words(
    'The material is used by an automatic reply or the menu, and cannot be deleted until it is taken out there.',
    '该素材被自动回复或菜单引用，解除引用后才能删除。',
  ),
  48010: words(
    'This material may not be changed: the console says why.',
    '该素材不能修改，原因请在后台查看。',
  ),
  48013: words(
    'The video was uploaded by an old call: upload it again with material.add.',
    '该视频由旧接口上传，请用 material.add 重新上传。',
  ),
  48014: words(
    'The review of the video did not end well: look at it in the console.',
    '视频的审核状态异常，请在后台查看。',
  ),
  48022: words(
    'Videos that were uploaded by a call cannot be published by one: publish from the console.',
    '接口上传的视频不能通过接口发布，请在后台发布。',
  ),
  101000: words(
    'The picture cannot be fetched from its address, or is missing: it must be public, and answer at once.',
    '图片地址无法访问或缺少图片数据：地址要能公开访问并及时应答。',
  ),
  101001: words(
    'No document was found in the picture: take it straight, whole and sharp.',
    '没有识别到证件：请拍摄端正、完整、清晰的照片。',
  ),
  101002: words('The picture is too large: at most 2 MB.', '图片过大，不能超过 2 MB。'),
  101003: words(
    'No calls of this kind are left: buy more on the service market (服务市场), or wait for tomorrow.',
    '该能力的调用次数已用完，请在微信服务市场购买或等到明天。',
  ),
};
