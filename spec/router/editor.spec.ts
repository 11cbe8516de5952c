import { hover } from '../support/editor';

const BEGINNING = [
  "import type { EventMessage, Message, WeChat } from 'offiaccount';",
  'declare const wx: WeChat;',
];

/** A line of a user's program, and the type that an editor shows of its last name. */
const SHOWN: readonly (readonly [string, string])[] = [
  ['wx.text(({ message }) => void message);', 'TextMessage'],
  ["wx.text('hi', ({ message }) => void message);", 'TextMessage'],
  ['wx.text(({ message }) => void message.Content);', 'string'],
  ['wx.image(({ message }) => void message);', 'ImageMessage'],
  ['wx.voice(({ message }) => void message);', 'VoiceMessage'],
  ['wx.video(({ message }) => void message);', 'VideoMessage | ShortVideoMessage'],
  ['wx.shortvideo(({ message }) => void message);', 'ShortVideoMessage'],
  ['wx.location(({ message }) => void message);', 'LocationMessage'],
  ['wx.link(({ message }) => void message);', 'LinkMessage'],
  ["wx.on('file', ({ message }) => void message);", 'FileMessage'],
  ["wx.on('miniprogrampage', ({ message }) => void message);", 'MiniProgramPageMessage'],
  ["wx.on('device_text', ({ message }) => void message);", 'DeviceTextMessage'],
  ["wx.on('device_event', ({ message }) => void message);", 'DeviceEventMessage'],
  ['wx.message(({ message }) => void message);', 'UserMessage'],
  ['wx.use(({ message }) => void message);', 'Message'],
  ['wx.use((ctx) => void ctx);', 'Context<Message>'],
  ["wx.event('CLICK', ({ message }) => void message);", 'EventOf<"CLICK">'],
  ["wx.click('KEY', ({ message }) => void message);", 'EventOf<"CLICK">'],
  [
    "wx.event(['subscribe', 'SCAN'], ({ message }) => void message);",
    'EventOf<"subscribe"> | EventOf<"SCAN">',
  ],
  ["wx.scan('1', ({ scene }) => void scene);", 'string'],
  ["wx.notice('authorized', ({ message }) => void message);", 'NoticeOf<"authorized">'],
  ['wx.text(({ appId }) => void appId);', 'string'],
  [
    "wx.event('location_select', ({ message }) => void message.SendLocationInfo);",
    '{ readonly Location_X: number; readonly Location_Y: number; readonly Scale: number; readonly Label: string; readonly Poiname: string; }',
  ],
  ["declare const text: Message<'text'>; text;", 'TextMessage'],
  ["declare const click: EventMessage<'CLICK'>; click;", 'EventOf<"CLICK">'],
];

let shown: ReadonlyMap<string, string>;
beforeAll(() => {
  const lines = SHOWN.map(([line]) => line);
  const texts = hover(BEGINNING, lines).map((text) => text.replaceAll(/\s+/g, ' ').trim());
  shown = new Map(lines.map((line, i) => [line, texts[i] ?? '']));
}, 120_000);

it.each(SHOWN)('an editor shows the name of a type: %s', (line, type) => {
  // The description comes behind it.
  expect(shown.get(line)).toMatch(new RegExp(`^[^:]+: ${escaped(type)}(?: [A-Z].*)?$`));
});

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
