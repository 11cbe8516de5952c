import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DeliveryEvent, Handler, LogFields, Message, WeChatConfig } from 'offiaccount';
import { movedClock } from './clock';
import { Connection, directBot } from './direct-wechat';

/** A bot of one process, and what it answers. */
export function start(handler: Handler, config: Partial<WeChatConfig> = {}) {
  const clock = movedClock();
  const logged: (LogFields & { readonly message: string })[] = [];
  const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  const logger = { warn: log, error: log };
  const bot = directBot(handler, { appId: 'wx4f0c2b9d7e61a853', token: 'any', clock, logger, ...config });
  const answers: unknown[] = [];
  const deliver = (n: number, age = 0, connection = new Connection(), openid = 'alice'): Connection =>
    bot.deliver(
      {
        ToUserName: 'gh_3f1c9a7be204',
        FromUserName: openid,
        CreateTime: 1,
        MsgType: 'text',
        Content: 'x',
        MsgId: String(n),
      } satisfies Message,
      age,
      (outcome) => answers.push(outcome === undefined ? undefined : (outcome.reply ?? 'success')),
      connection,
    );
  return { clock, logged, bot, answers, deliver };
}

/** What is published of deliveries from now on, until it is asked for. */
export function outcomes(): () => readonly string[] {
  const told: string[] = [];
  const listen = (event: unknown): void => void told.push((event as DeliveryEvent).outcome);
  subscribe('offiaccount:delivery', listen);
  return () => {
    unsubscribe('offiaccount:delivery', listen);
    return told;
  };
}
