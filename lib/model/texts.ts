import { ConfigError } from '../errors';
import { own } from '../own';
import { checkNames } from '../unknown-name';
import { choicesText, normal } from './choices';
import { isVisible } from './visible';

/**
 * What the users of an account read where the package itself says something. What stands in braces is
 * filled in: `{link}` is a word that is tapped, and must stay where it is by default; the others may be left
 * out.
 */
export interface Texts {
  /**
   * Where an answer breaks off: its source failed, its time is over, or `filter` has ended it. Default
   * `（回答中断）`.
   */
  readonly brokenOff: string;
  /**
   * The reply, where nothing of an answer is there in time and the rest goes to the mailbox. A `placeholder`
   * that is text takes its place.
   */
  readonly generating: string;
  /** Below the answer to a new question, while the one before waits in the mailbox. `''`: nothing is said. */
  readonly answerWaiting: string;
  /** Below a part that was opened, while `{count}` more wait. */
  readonly partsLeft: string;
  /** Above a part, where `{count}` before it were too many, or too old. `''`: nothing is said. */
  readonly partsDropped: string;
  /** After a tap, when nothing waits. */
  readonly nothingLeft: string;
  /** After a tap, when the store is away. */
  readonly mailboxAway: string;
  /** What a picture is called that has no name of its own. */
  readonly picture: string;
  /** In place of a picture that cannot be shown, and is on the web at `{address}`. */
  readonly pictureAddress: string;
  /** In place of one that is nowhere. */
  readonly pictureMissing: string;
  /** `limit()` without `answer`: the user may go on within a minute. */
  readonly limitMinute: string;
  /** The same: in `{minutes}`. */
  readonly limitMinutes: string;
  /** The same: in `{hours}`. */
  readonly limitHours: string;
  /** Forms and dialogues without `cancelled`. */
  readonly conversationCancelled: string;
  /** The same without `failed`. */
  readonly conversationFailed: string;
  /** The same without `changed`. */
  readonly conversationChanged: string;
  /** The same without `tooLong`. */
  readonly conversationTooLong: string;
  /** The same without `lost`. */
  readonly conversationLost: string;
  /** The same without `unclear`. */
  readonly conversationUnclear: string;
  /** Above a question without `again` that is put once more, since what was said is no answer. */
  readonly askAgain: string;
  /** The same where it asks for text, and something else came. */
  readonly askText: string;
  /** The same: for a picture. */
  readonly askImage: string;
  /** The same: for a voice message. */
  readonly askVoice: string;
  /** The same: for a video. */
  readonly askVideo: string;
  /** The same: for a location. */
  readonly askLocation: string;
  /** The same: for a link. */
  readonly askLink: string;
  /** The same: for a file. */
  readonly askFile: string;
  /** The same: for the card of a mini program. */
  readonly askMiniProgram: string;
  /** Above the answers of a form with `confirm: true`. */
  readonly confirm: string;
  /** One of its lines. */
  readonly confirmLine: string;
  /** The three answers to it. */
  readonly confirmYes: string;
  readonly confirmRestart: string;
  readonly confirmNo: string;
  /** What stands there for an answer that is no text. */
  readonly shownImage: string;
  readonly shownVoice: string;
  readonly shownVideo: string;
  readonly shownFile: string;
  readonly shownOther: string;
}

/** The texts of an account that sets none. */
export const TEXTS: Texts = {
  brokenOff: '（回答中断）',
  generating: '正在生成回答，请稍候点击\n\n{link}',
  answerWaiting: '上一个回答已好，{link}',
  partsLeft: '{link}（还有 {count} 段）',
  partsDropped: '（前面有 {count} 段没有保留）',
  nothingLeft: '没有更多内容了。如果回答还在生成，请稍后再点：{link}',
  mailboxAway: '暂时打不开，请稍后再点：{link}',
  picture: '图片',
  pictureAddress: '{picture}：{address}',
  pictureMissing: '（{picture}：无法显示）',
  limitMinute: '您发得太快了，请一分钟后再试。',
  limitMinutes: '您发的消息太多了，请 {minutes} 分钟后再试。',
  limitHours: '您发的消息太多了，请 {hours} 小时后再试。',
  conversationCancelled: '已取消。',
  conversationFailed: '还是没看懂，先到这里吧。需要时请重新开始。',
  conversationChanged: '刚才的内容有更新，请重新开始。',
  conversationTooLong: '这次聊得太长了，请重新开始。',
  conversationLost: '系统繁忙，请稍后再试。',
  conversationUnclear: '刚才的操作可能已经完成，也可能没有。请先核对结果，不要马上重复。',
  askAgain: '没看懂，请再回复一次。',
  askText: '请用文字回复。',
  askImage: '请发一张图片。',
  askVoice: '请发一段语音。',
  askVideo: '请发一段视频。',
  askLocation: '请发一个位置。',
  askLink: '请发一个链接。',
  askFile: '请发一个文件。',
  askMiniProgram: '请发一张小程序卡片。',
  confirm: '请确认：',
  confirmLine: '{label}：{value}',
  confirmYes: '确认',
  confirmRestart: '重填',
  confirmNo: '取消',
  shownImage: '［图片］',
  shownVoice: '［语音］',
  shownVideo: '［视频］',
  shownFile: '［文件］',
  shownOther: '［已收到］',
};

/** Texts that may be left out: nothing is said then. */
const OPTIONAL: ReadonlySet<string> = new Set<keyof Texts>(['answerWaiting', 'partsDropped']);
const MAX_CHARACTERS = 200;
const GAP = /\{(\w+)\}/g;

const gapsOf = (text: string): string[] => [...text.matchAll(GAP)].map(([, name = '']) => name);

/**
 * Checks the texts that an account sets, and adds the others.
 *
 * @throws {ConfigError} One is unknown, no text, empty, too long, or has other gaps than it may have.
 */
export function readTexts(whose: string, given: Partial<Texts> | undefined): Texts {
  if (given === undefined) return TEXTS;
  if (typeof given !== 'object' || (given as unknown) === null)
    throw new ConfigError(`${whose}: "texts" must be an object of texts, such as { brokenOff: '…' }.`);
  checkNames(`${whose}: "texts"`, given, { ...TEXTS });
  const texts: Record<keyof Texts, string> = { ...TEXTS };
  for (const [name, text] of Object.entries<unknown>({ ...own(given) }))
    // `checkNames` has let through no other.
    if (text !== undefined) texts[name as keyof Texts] = checkText(`${whose}: "texts.${name}"`, name, text);
  checkChoices(`${whose}: "texts"`, texts);
  return texts;
}

/** Three different words that can be tapped. */
function checkChoices(what: string, { confirmYes, confirmRestart, confirmNo }: Texts): void {
  const words = [confirmYes, confirmRestart, confirmNo];
  if (new Set(words.map(normal)).size < words.length)
    throw new ConfigError(`${what}: "confirmYes", "confirmRestart" and "confirmNo" must differ.`);
  choicesText(what, Object.fromEntries(words.map((word) => [word, word])));
}

function checkText(what: string, name: string, text: unknown): string {
  if (typeof text !== 'string' || text.length > MAX_CHARACTERS)
    throw new ConfigError(`${what} must be text of ${MAX_CHARACTERS} characters at most.`);
  if (text === '' && OPTIONAL.has(name)) return text;
  if (!isVisible(text)) throw new ConfigError(`${what} must not be empty.`);
  const allowed = gapsOf(TEXTS[name as keyof Texts]);
  const gaps = gapsOf(text);
  const other = gaps.find((gap) => !allowed.includes(gap));
  if (other !== undefined)
    throw new ConfigError(
      allowed.length === 0
        ? `${what} has "{${other}}", and nothing is filled in there.`
        : `${what} has "{${other}}"; what is filled in is ${allowed.map((gap) => `"{${gap}}"`).join(', ')}.`,
    );
  // Without it, users could not go on.
  if (allowed.includes('link') && !gaps.includes('link')) throw new ConfigError(`${what} needs "{link}".`);
  return text;
}

/** A text with its gaps filled in. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(GAP, (gap, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : gap));
