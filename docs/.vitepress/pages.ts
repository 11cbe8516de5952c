/** The groups of the sidebar, in their order. */
export const GROUPS = {
  begin: { zh: '入门', en: 'Begin' },
  answer: { zh: '收消息、回复', en: 'Receive and answer' },
  call: { zh: '调用微信', en: 'Call WeChat' },
  web: { zh: '网页和第三方平台', en: 'Web pages and platforms' },
  run: { zh: '运行维护', en: 'Run and look after' },
  test: { zh: '试用、测试', en: 'Try and test' },
  move: { zh: '迁移', en: 'Move from another library' },
} as const;

/** A page of the guide: `docs/<id>.md` in English, `docs/<id>.zh-CN.md` in Chinese. */
export interface GuidePage {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly group: keyof typeof GROUPS;
}

/** All pages of the guide, in the order of the sidebar. */
export const PAGES: readonly GuidePage[] = [
  { id: 'getting-started', zh: '五分钟写一个机器人', en: 'A bot in five minutes', group: 'begin' },
  { id: 'console-setup', zh: '后台设置', en: 'Console set-up', group: 'begin' },
  { id: 'troubleshooting', zh: '接入时常踩的坑', en: 'Frequent stumbling blocks', group: 'begin' },
  { id: 'account-kinds', zh: '哪种账号能做什么', en: 'Which account can do what', group: 'begin' },
  { id: 'faq', zh: '常见问题', en: 'Frequent questions', group: 'begin' },
  { id: 'scope', zh: '包括什么，不包括什么', en: 'Scope', group: 'begin' },

  { id: 'routing', zh: '处理函数和路由', en: 'Handlers and routes', group: 'answer' },
  { id: 'replies', zh: '被动回复', en: 'Replies', group: 'answer' },
  { id: 'menus-and-qr-codes', zh: '菜单与带参数二维码', en: 'Menus and QR codes', group: 'answer' },
  { id: 'five-seconds', zh: '5 秒超时', en: 'The 5 seconds', group: 'answer' },
  { id: 'processes', zh: '多个进程', en: 'Several processes', group: 'answer' },
  { id: 'answers', zh: '长回答和流式回答', en: 'Long and streamed answers', group: 'answer' },
  { id: 'conversations', zh: '多轮对话', en: 'Conversations', group: 'answer' },
  { id: 'plugins', zh: '会话、顺序、最多执行一次', en: 'Plugins', group: 'answer' },

  { id: 'calling', zh: '调用微信接口', en: 'Calling WeChat', group: 'call' },
  {
    id: 'template-and-subscription-messages',
    zh: '模板消息、订阅通知与客服消息',
    en: 'Template, subscription and customer-service messages',
    group: 'call',
  },
  {
    id: 'material-and-publishing',
    zh: '素材、草稿与发布',
    en: 'Material, drafts and publishing',
    group: 'call',
  },
  { id: 'users-and-tags', zh: '用户与标签', en: 'Users and tags', group: 'call' },
  { id: 'tokens', zh: '生产环境里的 access_token', en: 'Tokens in production', group: 'call' },
  { id: 'errors', zh: '调用失败时', en: 'When a call fails', group: 'call' },
  { id: 'error-codes', zh: '返回码', en: 'Return codes', group: 'call' },

  { id: 'web', zh: '网页开发', en: 'Web pages', group: 'web' },
  { id: 'share-page', zh: '分享页', en: 'A page that users share', group: 'web' },
  { id: 'platform', zh: '第三方平台', en: 'Third-party platforms', group: 'web' },
  {
    id: 'served-account',
    zh: '由第三方平台代管的公众号',
    en: 'An account that a platform serves',
    group: 'web',
  },

  { id: 'settings', zh: '配置项', en: 'Settings', group: 'run' },
  { id: 'several-accounts', zh: '多个公众号', en: 'Several accounts', group: 'run' },
  { id: 'deployment', zh: '部署', en: 'Deployment', group: 'run' },
  { id: 'hosts', zh: '其他服务器', en: 'Other servers', group: 'run' },
  { id: 'security', zh: '安全：什么会被拒绝', en: 'Security: what is refused', group: 'run' },
  { id: 'observability', zh: '监控', en: 'Observability', group: 'run' },
  { id: 'performance', zh: '性能', en: 'Speed', group: 'run' },

  { id: 'simulator', zh: '离线的微信', en: 'The offline WeChat', group: 'test' },
  { id: 'command-line', zh: '命令行', en: 'The command line', group: 'test' },
  { id: 'testing', zh: '测试你的机器人', en: 'Testing your bot', group: 'test' },

  { id: 'migrate-from-wechat', zh: '从 node-webot wechat 迁移', en: 'From node-webot wechat', group: 'move' },
  {
    id: 'migrate-from-co-wechat',
    zh: '从 co-wechat、co-wechat-api 迁移',
    en: 'From co-wechat and co-wechat-api',
    group: 'move',
  },
  {
    id: 'migrate-from-node-easywechat',
    zh: '从 node-easywechat 迁移',
    en: 'From node-easywechat',
    group: 'move',
  },
  { id: 'migrate-from-tnwx', zh: '从 TNWX 迁移', en: 'From TNWX', group: 'move' },
  { id: 'migrate-from-wxjava', zh: '从 WxJava 迁移', en: 'From WxJava', group: 'move' },
];
