import { MAX_TEXT } from '../model/cut-text';
import { property } from '../own';
import type { Answer } from '../router/context';
import { oneText, streamOf } from './source';

/** Adds to an answer that another one waits. */
export function withHint(answer: Answer, hint: string): Answer {
  const content = property(answer, 'MsgType') === 'text' ? property(answer, 'Content') : answer;
  if (content === '') return answer;
  if (typeof content === 'string' && Buffer.byteLength(content + hint) <= MAX_TEXT) return content + hint;
  const stream = typeof content === 'string' ? streamOf(oneText(content)) : streamOf(answer);
  if (stream === undefined) return answer;
  stream.hint = hint;
  return stream;
}
