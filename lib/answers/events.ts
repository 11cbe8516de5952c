import { property } from '../own';
import type { Picture } from './piece';

/** The content of one event of a source. */
export interface Said {
  readonly text?: string;
  readonly pictures?: readonly Picture[];
  /** The text belongs to another step than before. */
  readonly isNewStep?: true;
  readonly error?: unknown;
}

const NOTHING: Said = {};
const failed = (error: unknown): Said => ({ error: error ?? new Error('The source of an answer failed.') });
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Returns a picture from its bytes, its address, or its bytes in base64. */
function shown(value: unknown, alt = ''): Said {
  const from = pictureFrom(value);
  return from === undefined ? NOTHING : { pictures: [{ kind: 'picture', from, alt }] };
}

function pictureFrom(value: unknown): Picture['from'] | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== 'string' || text === '') return undefined;
  if (/^https?:/i.test(text)) return URL.canParse(text) ? new URL(text) : undefined;
  const base64 = /^data:[^,]*;base64,(.*)$/s.exec(text)?.[1] ?? text;
  return /^[\w+/\s=-]+$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

/**
 * Events by their `type`: of the AI SDK's `fullStream`, of OpenAI's Responses, of Anthropic's messages. Other
 * types have no content.
 */
const BY_TYPE: Readonly<Record<string, (event: object) => Said>> = {
  'text-delta': (event) => ({
    text: textOf(property(event, 'text') ?? property(event, 'textDelta') ?? property(event, 'delta')),
  }),
  'finish-step': () => ({ isNewStep: true }),
  'step-finish': () => ({ isNewStep: true }),
  abort: () => failed(new Error('The source of an answer was aborted.')),
  error: (event) => failed(property(event, 'error') ?? property(event, 'message')),
  'response.output_text.delta': (event) => ({ text: textOf(property(event, 'delta')) }),
  'response.failed': (event) => failed(property(property(event, 'response'), 'error')),
  'response.incomplete': () => failed(new Error('The response is incomplete.')),
  'response.output_item.done': (event) => {
    const item = property(event, 'item');
    return property(item, 'type') === 'image_generation_call' ? shown(property(item, 'result')) : NOTHING;
  },
  file: (event) => {
    const file: unknown = property(event, 'file') ?? event;
    // In the AI SDK these are getters of a class.
    const { mediaType, uint8Array, base64, data } = file as Readonly<Record<string, unknown>>;
    return String(mediaType).startsWith('image/') ? shown(uint8Array ?? base64 ?? data) : NOTHING;
  },
  image: (event) => shown(property(event, 'image'), textOf(property(event, 'alt'))),
  content_block_delta: (event) => ({ text: textOf(property(property(event, 'delta'), 'text')) }),
};

/** Returns the content of an event, which is recognised by its shape. */
export function said(event: unknown): Said {
  if (typeof event === 'string') return { text: event };
  if (typeof event !== 'object' || event === null) return NOTHING;
  const type = property(event, 'type');
  if (typeof type === 'string') return Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type]!(event) : NOTHING;
  const error = property(event, 'error');
  if (error !== undefined && error !== null) return failed(error);
  // OpenAI's chat completions. Reasoning has another name there.
  const choices = property(event, 'choices');
  if (Array.isArray(choices)) {
    const delta = property(choices[0], 'delta');
    const images = property(delta, 'images');
    return {
      text: textOf(property(delta, 'content')),
      ...(Array.isArray(images) && {
        pictures: images.flatMap(
          (image) => shown(property(property(image, 'image_url'), 'url')).pictures ?? [],
        ),
      }),
    };
  }
  // Events of Dify.
  if (property(event, 'event') === 'error') return failed(property(event, 'message'));
  return { text: textOf(property(event, 'answer')) };
}
