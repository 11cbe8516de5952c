import { useData } from 'vitepress';
import { computed, defineComponent, h, onBeforeUnmount, ref } from 'vue';
import en from '../../recordings/tea-house.en.json?raw';
import zh from '../../recordings/tea-house.zh.json?raw';
import { bubblesOf, readRecording } from '../recording';
import type { Recording } from '../recording';

const SAY = {
  zh: {
    open: '打开保存的 JSON 文件',
    wrong: '这不是离线微信保存的文件。',
    play: '播放',
    pause: '暂停',
    start: '从头',
    end: '全部',
    chat: '聊天记录',
    user: '用户',
    progress: '进度',
  },
  en: {
    open: 'Open a saved JSON file',
    wrong: 'This is no file of the offline WeChat.',
    play: 'Play',
    pause: 'Pause',
    start: 'From the start',
    end: 'Show all',
    chat: 'Conversation',
    user: 'User',
    progress: 'Progress',
  },
} as const;

/** As much of a form's field as is read here: a file, a place in the recording, a user. */
interface Field {
  readonly value: string;
  readonly files: readonly { text(): Promise<string> }[] | null;
}

/** No wait between two things is shorter or longer, whatever the recording says. */
const MIN_WAIT_MS = 500;
const MAX_WAIT_MS = 2500;

const read = (text: string): Recording => {
  const recording = readRecording(text);
  if (recording === undefined) throw new Error('The sample is no recording.');
  return recording;
};

/** Plays a saved conversation of the offline WeChat: reads a file, asks nobody. */
export const RecordingPlayer = defineComponent({
  name: 'RecordingPlayer',
  setup() {
    const { lang } = useData();
    const language = lang.value === 'en' ? 'en' : 'zh';
    const say = SAY[language];
    const recording = ref(read(language === 'en' ? en : zh));
    const openid = ref(recording.value.users[0]?.openid ?? '');
    const bubbles = computed(() => bubblesOf(recording.value, openid.value, language));
    const shown = ref(bubbles.value.length);
    const isWrong = ref(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isPlaying = ref(false);

    function pause(): void {
      clearTimeout(timer);
      isPlaying.value = false;
    }

    function next(): void {
      const [before, following] = [bubbles.value[shown.value - 1], bubbles.value[shown.value]];
      if (following === undefined) {
        pause();
        return;
      }
      const wait = following.at - (before?.at ?? 0);
      timer = setTimeout(
        () => {
          shown.value++;
          next();
        },
        Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, wait)),
      );
    }

    function play(): void {
      if (shown.value >= bubbles.value.length) shown.value = 0;
      isPlaying.value = true;
      next();
    }

    function show(count: number): void {
      pause();
      shown.value = count;
    }

    async function open(event: Event): Promise<void> {
      // Only the field below calls this.
      const [file] = (event.target as unknown as Field).files ?? [];
      if (file === undefined) return;
      const chosen = await file
        .text()
        .then(readRecording)
        .catch(() => undefined);
      isWrong.value = chosen === undefined;
      if (chosen === undefined) return;
      recording.value = chosen;
      openid.value = chosen.users[0]?.openid ?? '';
      show(bubbles.value.length);
    }

    onBeforeUnmount(pause);

    const button = (label: string, onClick: () => void) => h('button', { type: 'button', onClick }, label);
    const chooser = () =>
      h('label', [
        `${say.user} `,
        h(
          'select',
          {
            value: openid.value,
            onChange: (event: Event) => {
              openid.value = (event.target as unknown as Field).value;
              show(bubbles.value.length);
            },
          },
          recording.value.users.map((user) => h('option', { value: user.openid }, user.name)),
        ),
      ]);

    return () =>
      h('div', { class: 'recording' }, [
        h('div', { class: 'recording-bar' }, [
          isPlaying.value ? button(say.pause, pause) : button(say.play, play),
          button(say.start, () => show(0)),
          button(say.end, () => show(bubbles.value.length)),
          h('input', {
            type: 'range',
            'aria-label': say.progress,
            min: 0,
            max: bubbles.value.length,
            value: shown.value,
            onInput: (event: Event) => show(Number((event.target as unknown as Field).value)),
          }),
          ...(recording.value.users.length > 1 ? [chooser()] : []),
        ]),
        h(
          'ol',
          { class: 'recording-chat', 'aria-label': say.chat, 'aria-live': 'polite' },
          bubbles.value.slice(0, shown.value).map(({ from, text, more }) =>
            h('li', { class: from }, [
              // Text of a bot is text, never markup.
              h('span', text),
              ...(more === undefined ? [] : [h('small', more)]),
            ]),
          ),
        ),
        h('label', { class: 'recording-open' }, [
          `${say.open} `,
          h('input', { type: 'file', accept: '.json,application/json', onChange: open }),
        ]),
        ...(isWrong.value ? [h('p', { role: 'alert' }, say.wrong)] : []),
      ]);
  },
});
