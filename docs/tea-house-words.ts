import type { Words } from './tea-house';

export const zh: Words = {
  names: ['小明', '小红'],
  ask: '今天有什么茶？',
  slow: '帮我查一下去年的账单',
  order: '来一壶龙井',
  welcome:
    '欢迎光临西湖茶馆 /:coffee\n回复“茶单”看今天的茶，或者<a href="https://example.com/book">预订座位</a>。',
  welcomeTable: '您坐在 7 号桌，想喝点什么？',
  article: { title: '明前龙井到店了：一杯春天的味道', description: '四月的第一批新茶，限量供应。' },
  bill: '让您久等了：去年您喝了 86 杯茶，共 1,928 元。/::)',
  template: {
    title: '订单状态通知',
    content: '{{first.DATA}}\n茶品：{{tea.DATA}}\n桌号：{{table.DATA}}\n时间：{{time.DATA}}',
    first: '您的茶马上就好',
    tea: '明前龙井（一壶）',
    table: '7 号桌',
    time: '大约 5 分钟',
  },
  menu: ['茶单', '服务', '预订', '叫服务员', '扫码点单', '发送位置'],
  survey: { head: '今天的服务您满意吗？', list: ['很满意', '一般', '不满意'], tail: '点一下就好，谢谢您。' },
};

export const en: Words = {
  names: ['Ming', 'Hong'],
  ask: 'What tea is there today?',
  slow: 'How much did I spend last year?',
  order: 'A pot of Longjing, please',
  welcome:
    'Welcome to the West Lake tea house /:coffee\nAsk for today’s tea, or <a href="https://example.com/book">book a table</a>.',
  welcomeTable: 'You are at table 7. What may we bring?',
  article: {
    title: 'The first Longjing of spring is here',
    description: 'Picked in April, and not much of it.',
  },
  bill: 'Thank you for waiting: 86 cups of tea last year, 1,928 yuan. /::)',
  template: {
    title: 'Your order',
    content: '{{first.DATA}}\nTea: {{tea.DATA}}\nTable: {{table.DATA}}\nReady: {{time.DATA}}',
    first: 'Your tea is nearly ready.',
    tea: 'Longjing, a pot',
    table: '7',
    time: 'in 5 minutes',
  },
  menu: ['Tea', 'Service', 'Book', 'Call a waiter', 'Scan to order', 'Where I am'],
  survey: {
    head: 'Are you content with us today?',
    list: ['Very much', 'So so', 'Not at all'],
    tail: 'One tap is enough.',
  },
};
