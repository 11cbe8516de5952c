import type { Words } from './text';

/** The help about commands, arguments and options. */
export const help = {
  program: {
    en: 'WeChat Official Accounts on the command line: play WeChat for a bot, check it, call the API.',
    zh: '微信公众号命令行工具：在本机模拟微信、检查服务、调用微信接口。',
  },
  settings: {
    en: 'Settings come from the environment and from .env, options override them, and what is missing is asked for on a terminal:',
    zh: '配置来自环境变量和 .env 文件，命令行选项优先；缺少的配置会在终端中询问：',
  },
  exits: {
    en: 'Exit codes: 0 fine, 1 something found or failed, 2 wrong use, 130 interrupted.',
    zh: '退出码：0 正常，1 发现问题或执行失败，2 用法错误，130 被中断。',
  },
  'after-error': {
    en: '(--help after a command shows its options)',
    zh: '（在命令后加 --help 查看选项）',
  },
  version: { en: 'output the version number', zh: '显示版本号' },
  help: { en: 'display help for command', zh: '显示帮助' },
  lang: {
    en: 'language (default: that of the environment or the system)',
    zh: '语言（默认：环境变量或系统的语言）',
  },
  json: { en: 'print the result as JSON', zh: '以 JSON 输出结果' },
  'env-file': {
    en: 'file of variables (default: .env, where there is one)',
    zh: '环境变量文件（默认：.env，如果存在）',
  },
  'no-env-file': { en: 'do not read .env', zh: '不读取 .env' },
  mode: {
    en: 'how pushes are encrypted (default: safe with a key, else clear)',
    zh: '推送的加密方式（默认：有密钥时为 safe，否则为 clear）',
  },
  format: { en: 'data format of pushes (default: xml)', zh: '推送的数据格式（默认：xml）' },
  url: { en: 'address of the bot', zh: '服务的地址' },

  init: {
    en: 'Write a new bot: program, spec, .env and scripts that run as they are.',
    zh: '生成一个新的公众号服务：程序、测试、.env 和脚本，可以直接运行。',
  },
  'init-folder': {
    en: 'folder for it, new or empty (default: this one)',
    zh: '目标文件夹，必须不存在或为空（默认：当前文件夹）',
  },
  'init-js': { en: 'JavaScript instead of TypeScript', zh: '使用 JavaScript 而不是 TypeScript' },

  simulate: {
    en: 'Play WeChat for a bot: a page to talk to it, and an API for its calls, all on this machine.',
    zh: '在本机模拟微信：打开页面与服务聊天，并为它提供微信接口。',
  },
  'simulate-url': {
    en: 'address of the bot; several for several processes of one bot',
    zh: '服务的地址；同一服务有多个进程时可写多个',
  },
  'doctor-kind': {
    en: 'the kind that the bot has in its settings: compared with what WeChat allows',
    zh: '服务中设置的账号类型（kind），与微信实际开放的权限作比较',
  },
  'simulate-kind': { en: 'kind of the account (default: service)', zh: '账号类型（默认：service）' },
  'simulate-platform': {
    en: 'play WeChat for a third-party platform: --url is where it gets notices, --app-id and --app-secret are those of the platform',
    zh: '为第三方平台模拟微信：--url 是授权事件接收 URL，--app-id 和 --app-secret 是平台的',
  },
  'simulate-messages-url': {
    en: 'where a platform gets messages, with $APPID$ (default: --url and /$APPID$)',
    zh: '平台的消息与事件接收 URL，含 $APPID$（默认：--url 加 /$APPID$）',
  },
  'simulate-domain': {
    en: "domain of a platform's authorisation page (default: that of redirect_uri)",
    zh: '平台的授权发起页域名（默认：redirect_uri 的域名）',
  },
  'simulate-host': {
    en: 'where the page listens (default: 127.0.0.1)',
    zh: '页面监听的地址（默认：127.0.0.1）',
  },
  'simulate-port': { en: 'port of the page (default: a free one)', zh: '页面的端口（默认：任意空闲端口）' },
  'simulate-api-port': {
    en: 'port of the API (default: 8021, or a free one where that is taken)',
    zh: '接口的端口（默认：8021，被占用时用任意空闲端口）',
  },
  'simulate-allowed-host': {
    en: 'names by which the page may be asked for, such as that of a tunnel',
    zh: '允许用来访问页面的域名，例如内网穿透的域名',
  },
  'simulate-open': { en: 'open the page in the browser', zh: '在浏览器中打开页面' },

  doctor: {
    en: 'Check the public address of a bot, and its account, as WeChat would.',
    zh: '像微信一样检查服务的公网地址和公众号账号。',
  },
  'doctor-url': {
    en: 'address as it is entered in the WeChat console',
    zh: '在微信开发者平台填写的服务器地址',
  },
  'doctor-account': {
    en: 'check the account too, asking for AppID and AppSecret',
    zh: '同时检查账号，会询问 AppID 和 AppSecret',
  },
  'doctor-platform': {
    en: 'check a third-party platform: secret, IP allow-list, ticket, accounts, tokens; and its address, if given',
    zh: '检查第三方平台：AppSecret、IP 白名单、ticket、账号和 token；给出地址时也检查地址',
  },
  'doctor-cloudrun': {
    en: 'send forged pushes to the public address of a service in WeChat CloudRun: all must get 403',
    zh: '向微信云托管服务的公网地址发送伪造的推送：都必须得到 403',
  },
  'doctor-web': {
    en: 'check a web page at which users sign in: where it leads them, its cookies, its address',
    zh: '检查需要微信登录的网页（网页授权）：跳转地址、Cookie、域名',
  },
  'doctor-web-domain': {
    en: 'the domain that the console has for web authorisation, to be compared (with --web)',
    zh: '后台填写的网页授权域名，用来比对（与 --web 一起使用）',
  },
  'doctor-verify': {
    en: 'name of a verification file that the console offers, such as MP_verify_….txt (with --web)',
    zh: '后台提供的验证文件名，例如 MP_verify_….txt（与 --web 一起使用）',
  },
  'doctor-say': {
    en: 'push this text instead of an event that bots do not answer',
    zh: '推送这条文本，而不是服务通常不回复的事件',
  },

  push: {
    en: 'Send one push as WeChat does, and say what WeChat makes of the answer.',
    zh: '像微信一样发送一次推送，并说明微信会如何处理应答。',
  },
  'push-file': {
    en: 'XML or JSON of the push, sent byte for byte; "-" reads the standard input',
    zh: '推送的 XML 或 JSON，原样发送；“-”表示标准输入',
  },
  'push-fresh': {
    en: 'give the push of the file a new MsgId and CreateTime',
    zh: '为文件中的推送换上新的 MsgId 和 CreateTime',
  },
  'push-text': { en: 'a text message', zh: '文本消息' },
  'push-event': { en: 'an event, such as subscribe or CLICK', zh: '事件，例如 subscribe 或 CLICK' },
  'push-notice': {
    en: 'a notice to a third-party platform, such as authorized',
    zh: '第三方平台的授权事件，例如 authorized',
  },
  'push-key': { en: 'EventKey of the event', zh: '事件的 EventKey' },
  'push-type': {
    en: 'a message of another type, such as image; its fields are made up',
    zh: '其他类型的消息，例如 image；字段会自动生成',
  },
  'push-field': { en: 'a field of the push', zh: '推送中的字段' },
  'push-from': { en: 'who sends it (default: a new openid)', zh: '发送者（默认：新的 openid）' },
  'push-to': { en: 'original id of the account', zh: '公众号的原始 ID' },

  accounts: {
    en: 'List the accounts that have authorised a third-party platform.',
    zh: '列出已授权给第三方平台的账号。',
  },
  'accounts-sync': {
    en: "bring the platform's store up to date with WeChat first",
    zh: '先与微信同步平台的存储',
  },

  ticket: {
    en: 'Ask WeChat to push the ticket of a third-party platform again, and say how old the newest is.',
    zh: '请求微信重新推送第三方平台的 ticket，并显示最新 ticket 的时间。',
  },

  token: {
    en: 'Ask for the access token, and say how long it lives.',
    zh: '获取 access_token，并显示剩余有效期。',
  },
  'token-show': { en: 'print the token itself', zh: '显示完整的 access_token' },
  'token-follow': {
    en: 'ask production for its token, through the relay, instead of WeChat',
    zh: '通过中继向生产环境获取 token，而不是向微信获取',
  },
  'token-check': { en: 'see whether WeChat accepts it', zh: '检查微信是否接受它' },

  menu: { en: 'Read and set the menu of the account.', zh: '读取和设置公众号的自定义菜单。' },
  'menu-pull': {
    en: 'Print the menu, or write it to a file.',
    zh: '显示菜单，或写入文件。',
  },
  'menu-push': {
    en: 'Set the menu from a file or the standard input, after showing what changes.',
    zh: '从文件或标准输入设置菜单，设置前显示改动。',
  },
  'menu-yes': { en: 'do not ask', zh: '不询问' },

  call: {
    en: 'Call a function of the API, and print its answer as JSON.',
    zh: '调用一个微信接口，以 JSON 显示结果。',
  },
  'call-name': {
    en: 'such as user.getInfo; with --list a group, or words to look for',
    zh: '例如 user.getInfo；与 --list 同用时为组名或要查找的词',
  },
  'call-arguments': {
    en: 'arguments: JSON, a text, a path of a file to upload, @file with JSON, or "-" for the standard input',
    zh: '参数：JSON、文本、要上传的文件路径、@JSON 文件，或“-”表示标准输入',
  },
  'call-list': {
    en: 'list what can be called: all, a group, or what has the words in its name, title, path or description',
    zh: '列出可调用的接口：全部、一组，或名称、标题、路径、说明中含有某个词的',
  },
  'call-help': {
    en: 'show this help, or the fields of a function: --help user.getInfo',
    zh: '显示帮助，或某个接口的字段：--help user.getInfo',
  },
  'call-output': { en: 'keep a downloaded file', zh: '保存下载的文件' },
} as const satisfies Readonly<Record<string, Words>>;

export type HelpId = keyof typeof help;
