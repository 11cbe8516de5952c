import { post, upload } from '../request';
import type { FileInput } from '../request';

/** Languages that are understood. */
export type VoiceLang = 'zh_CN' | 'en_US';

/** A recording to put into words. */
export interface Recording {
  /** A name of one's own, by which the result is asked for. */
  readonly voice_id: string;
  readonly lang?: VoiceLang;
  /** An mp3: 16 kHz, mono, at most 1 MB. */
  readonly media: FileInput;
}

/** A text to translate. */
export interface Translation {
  /** Language of the text. */
  readonly lfrom: VoiceLang;
  /** Language to translate it to. */
  readonly lto: VoiceLang;
  /** At most 600 bytes. */
  readonly content: string;
}

/** Speech recognition and translation (智能开放接口). */
export const voice = {
  /**
   * Uploads a recording to be put into words (上传语音文件). The result must be fetched within 10 seconds.
   *
   * Official path: 智能接口 / 智能开放接口 / 上传语音文件 — `POST /cgi-bin/media/voice/addvoicetorecofortext`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/AI_Open_API.html
   */
  addVoiceToRecoForText: ({ voice_id, lang, media }: Recording) =>
    upload<void>('/cgi-bin/media/voice/addvoicetorecofortext', [{ name: 'media', file: media }], {
      query: { format: 'mp3', voice_id, lang },
    }),

  /**
   * Gets the words of an uploaded recording (获取语音识别结果).
   *
   * Official path: 智能接口 / 智能开放接口 / 获取语音识别结果 — `POST /cgi-bin/media/voice/queryrecoresultfortext`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/AI_Open_API.html
   */
  queryRecoResultForText: (voice_id: string, lang?: VoiceLang) =>
    post<{ readonly result: string }>(
      '/cgi-bin/media/voice/queryrecoresultfortext',
      {},
      { query: { voice_id, lang }, safe: true },
    ),

  /**
   * Translates a text (微信翻译).
   *
   * Official path: 智能接口 / 智能开放接口 / 微信翻译 — `POST /cgi-bin/media/voice/translatecontent`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Intelligent_Interface/AI_Open_API.html
   */
  translateContent: ({ lfrom, lto, content }: Translation) =>
    post<{ readonly from_content: string; readonly to_content: string }>(
      '/cgi-bin/media/voice/translatecontent',
      { content },
      { query: { lfrom, lto }, safe: true },
    ),
};
