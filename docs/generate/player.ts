import type { Language } from '../.vitepress/words';

const TEXTS = {
  zh: [
    '录像',
    '离线的微信里“保存为 JSON”的对话，可以在这里播放：给同事看一个问题，或者演示一个机器人。文件只在浏览器里读取，不会上传。下面是一间茶馆的例子。',
    '[离线的微信](/en/simulator)（英文）说明怎样保存和重放。',
  ],
  en: [
    'Recordings',
    'A conversation that was saved as JSON by the offline WeChat plays here: to show somebody a problem, or a bot. The file is read by your browser and sent nowhere. Below is that of a tea house.',
    '[The offline WeChat](/en/simulator) tells how to save one, and how to play it again as a test.',
  ],
} as const;

/** The page that plays saved conversations. */
export function playerPage(language: Language): string {
  const [title, lead, more] = TEXTS[language];
  return `---\noutline: false\n---\n\n# ${title}\n\n${lead}\n\n<RecordingPlayer />\n\n${more}\n`;
}
