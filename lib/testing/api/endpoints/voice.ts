import { fileIn, postQuery } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { IncomingCall } from '../call';
import type { FakeAccount } from '../fake-account';
import { keep, oneOf, optional, readFields, text, within } from '../fields';
import { LIMITS } from '../limits';
import { checkFile } from '../media-file';
import { note } from '../notes';
import { ApiRefusalError } from '../api-refusal-error';
import { SAMPLES, setAnswers } from '../samples';
import { BoundedMap } from '../bounded-map';

/** How long the words of a recording can be asked for. */
const RESULT_MS = 10_000;

/** Recordings by `voice_id`: until when their words can be asked for, in milliseconds since 1970. */
const recordings = () => new BoundedMap<number>(1000);

const lang = oneOf(40035, 'zh_CN', 'en_US');

/** The recording: a part of a form or, as an older page has it, the body. */
function checkRecording(call: IncomingCall, take: (field: string) => void): void {
  if (call.isForm) {
    const { contentType } = checkFile(fileIn(call), 'voice', LIMITS.recording);
    if (contentType !== 'audio/mpeg') throw new ApiRefusalError(40005, 'only mp3', '只支持 mp3');
    return;
  }
  if (call.body.length === 0)
    throw new ApiRefusalError(
      41005,
      'the form needs a part "media" with a filename="…"',
      '表单里要有带 filename="…" 的“media”',
    );
  const raw = { name: 'media', type: '', filename: 'recording.mp3', data: call.body };
  checkFile(raw, 'voice', LIMITS.recording);
  take('media');
}

/** The text to translate: in JSON or, as an older page has it, the body. */
function contentOf(call: IncomingCall, take: (field: string) => void): string {
  const rules = { content: within(LIMITS.translated, text) };
  if (typeof call.json === 'object' && call.json !== null) return readFields(rules, call.json).content;
  if (call.body.length === 0) throw new ApiRefusalError(44002);
  take('content');
  const content = call.body.toString();
  keep(LIMITS.translated, call.body.length, 'content');
  return content;
}

/** Speech and translation (智能开放接口). What is said the test says, by `api.answers()`. */
export const voice: readonly Endpoint[] = [
  postQuery(
    'voice.addVoiceToRecoForText',
    '/cgi-bin/media/voice/addvoicetorecofortext',
    { format: oneOf(40005, 'mp3'), voice_id: text, lang: optional(lang) },
    ({ account, call, context, fields: { voice_id } }) => {
      checkRecording(call, (field) => context.note(note('raw-body', { field })));
      account.part(recordings).set(voice_id, account.clock.now() + RESULT_MS);
      return undefined;
    },
  ),

  postQuery(
    'voice.queryRecoResultForText',
    '/cgi-bin/media/voice/queryrecoresultfortext',
    { voice_id: text, lang: optional(lang) },
    ({ account, fields: { voice_id } }) => {
      checkIsThere(account, voice_id);
      return (
        account.part(setAnswers).get('voice.queryRecoResultForText') ??
        SAMPLES['voice.queryRecoResultForText']
      );
    },
  ),

  postQuery(
    'voice.translateContent',
    '/cgi-bin/media/voice/translatecontent',
    { lfrom: lang, lto: lang },
    ({ account, call, context, fields: { lfrom, lto } }) => {
      const from_content = contentOf(call, (field) => context.note(note('raw-body', { field })));
      const { to_content } = SAMPLES['voice.translateContent'];
      return (
        account.part(setAnswers).get('voice.translateContent') ?? {
          from_content,
          to_content: lfrom === lto ? from_content : to_content,
        }
      );
    },
  ),
];

function checkIsThere(account: FakeAccount, voice_id: string): void {
  const until = account.part(recordings).get(voice_id) ?? 0;
  if (account.clock.now() >= until)
    throw new ApiRefusalError(
      40035,
      `there is no recording "${voice_id}", or it was uploaded more than 10 s ago`,
      `没有录音“${voice_id}”，或上传已超过 10 秒`,
    );
}
