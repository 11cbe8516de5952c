import { wechat } from 'offiaccount';
import type { Logger, WeChat, WeChatConfig } from 'offiaccount';

/** While Token and key are being changed, both the new and the former ones are taken. */
export const duringChange = (next: WeChatConfig, former: WeChatConfig): WeChat =>
  wechat({
    ...next,
    token: [next.token, former.token].flat(),
    encodingAESKey: [next.encodingAESKey ?? [], former.encodingAESKey ?? []].flat(),
  });

/** Counts what is refused, by its code, for an alarm. */
export function countRefusals(counts: Map<string, number>): Logger {
  const count: Logger['warn'] = (fields) => {
    const code = typeof fields.code === 'string' ? fields.code : 'other';
    counts.set(code, (counts.get(code) ?? 0) + 1);
  };
  return { warn: count, error: count };
}
