import type { Language } from './words';

/** What a player needs of a saved conversation (`Conversation` of `offiaccount/simulator`). */
export interface Recording {
  readonly format: 'offiaccount-conversation';
  readonly version: number;
  readonly users: readonly { readonly openid: string; readonly name: string }[];
  readonly files: Readonly<Record<string, { readonly filename: string }>>;
  readonly steps: readonly RecordedStep[];
}

interface RecordedStep {
  readonly command: Readonly<Record<string, unknown>> & { readonly type: string; readonly openid: string };
  readonly after: number;
  readonly outcomes: readonly string[];
  readonly saw: readonly (Readonly<Record<string, unknown>> & { readonly MsgType?: string })[];
}

/** Something in the chat. */
export interface Bubble {
  readonly from: 'user' | 'account' | 'notice';
  readonly text: string;
  /** Smaller lines below: of an article or a card. */
  readonly more?: string;
  /** Milliseconds from the start of the recording. */
  readonly at: number;
}

const SAY = {
  zh: {
    image: '[图片]',
    voice: '[语音]',
    video: '[视频]',
    shortvideo: '[小视频]',
    place: '[位置] ',
    link: '[链接] ',
    follow: '关注了公众号',
    unfollow: '取消了关注',
    scan: '扫描了二维码：',
    tapMenu: '点了菜单',
    reportLocation: '上报了地理位置',
    accept: '同意接收订阅通知',
    reject: '拒绝接收订阅通知',
    event: '事件：',
    broken: '该公众号提供的服务出现故障，请稍后再试',
    refused: '推送被拒绝（403）',
    silent: '没有回复',
    other: '[消息] ',
  },
  en: {
    image: '[picture]',
    voice: '[voice]',
    video: '[video]',
    shortvideo: '[short video]',
    place: '[place] ',
    link: '[link] ',
    follow: 'followed the account',
    unfollow: 'unfollowed the account',
    scan: 'scanned a QR code: ',
    tapMenu: 'tapped the menu',
    reportLocation: 'told where they are',
    accept: 'agreed to notices',
    reject: 'refused notices',
    event: 'event: ',
    broken: '该公众号提供的服务出现故障 (the service has failed)',
    refused: 'the push was refused (403)',
    silent: 'no reply',
    other: '[message] ',
  },
} as const;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[field]
    : undefined;

const isList = (value: unknown, fields: readonly string[]): boolean =>
  Array.isArray(value) && value.every((item) => fields.every((field) => fieldOf(item, field) !== undefined));

/**
 * Reads a file that somebody chose.
 *
 * @throws {SyntaxError} It is no JSON.
 */
export function readRecording(text: string): Recording | undefined {
  const value: unknown = JSON.parse(text);
  const isOne =
    fieldOf(value, 'format') === 'offiaccount-conversation' &&
    isList(fieldOf(value, 'users'), ['openid', 'name']) &&
    isList(fieldOf(value, 'steps'), ['command', 'after', 'outcomes', 'saw']) &&
    typeof fieldOf(value, 'files') === 'object';
  // Its lists were looked at; what is inside a message is read with care.
  return isOne ? (value as Recording) : undefined;
}

/** What is said and seen, in order, as one user's phone has it. */
export function bubblesOf(
  { steps, files }: Recording,
  openid: string,
  language: Language,
): readonly Bubble[] {
  const bubbles: Bubble[] = [];
  let at = 0;
  for (const { command, after, outcomes, saw } of steps) {
    at += after;
    if (command.openid !== openid) continue;
    bubbles.push(ofCommand(command, files, at, language));
    const seen = saw.map((message) => ofMessage(message, at, language));
    bubbles.push(...seen);
    const failure = outcomes.find((outcome) => outcome === 'service-unavailable' || outcome === 'refused');
    const isSilent = seen.length === 0 && outcomes.includes('silent');
    if (failure === 'refused') bubbles.push({ from: 'notice', text: SAY[language].refused, at });
    else if (failure !== undefined && seen.length === 0)
      bubbles.push({ from: 'notice', text: SAY[language].broken, at });
    else if (isSilent) bubbles.push({ from: 'notice', text: SAY[language].silent, at });
  }
  return bubbles;
}

function ofCommand(
  command: RecordedStep['command'],
  files: Recording['files'],
  at: number,
  language: Language,
): Bubble {
  const say = SAY[language];
  const user = (text: string, more?: string): Bubble => ({
    from: 'user',
    text,
    at,
    ...(more !== undefined && { more }),
  });
  const notice = (text: string): Bubble => ({ from: 'notice', text, at });
  switch (command.type) {
    case 'say':
    case 'tapMessageMenu':
      return user(textOf(command.content));
    case 'send': {
      const kind = textOf(command.kind);
      const label = kind === 'voice' || kind === 'video' || kind === 'shortvideo' ? say[kind] : say.image;
      return user(label, files[textOf(command.file)]?.filename);
    }
    case 'sendLocation':
      return user(`${say.place}${textOf(fieldOf(command.place, 'label'))}`);
    case 'sendLink':
      return user(`${say.link}${textOf(command.title)}`, textOf(command.url));
    case 'follow':
      return notice(say.follow);
    case 'unfollow':
      return notice(say.unfollow);
    case 'scan':
      return notice(`${say.scan}${textOf(command.scene)}`);
    case 'tapMenu':
      return notice(say.tapMenu);
    case 'reportLocation':
      return notice(say.reportLocation);
    case 'subscribe':
      return notice(command.accept === true ? say.accept : say.reject);
    default:
      return notice(`${say.event}${textOf(command.event) || command.type}`);
  }
}

function ofMessage(message: RecordedStep['saw'][number], at: number, language: Language): Bubble {
  const say = SAY[language];
  const account = (text: string, more?: string): Bubble => ({
    from: 'account',
    text,
    at,
    ...(more !== undefined && more !== '' && { more }),
  });
  if (typeof message.Content === 'string') return account(message.Content);
  switch (message.MsgType) {
    case 'image':
    case 'voice':
      return account(say[message.MsgType]);
    case 'video':
      return account(say.video, textOf(fieldOf(message.Video, 'Title')));
    case 'news': {
      const items = fieldOf(message.Articles, 'item');
      const list: readonly unknown[] = Array.isArray(items) ? items : [items];
      const titles = list.map((item) => textOf(fieldOf(item, 'Title')));
      return account(titles.join('\n'), textOf(fieldOf(list[0], 'Description')));
    }
    default:
      return account(`${say.other}${textOf(message.MsgType)}`);
  }
}
