import type { Message } from '../model/message';
import type { Context, Handler } from './context';

/** One handler in its place. */
export interface Route {
  readonly order: number;
  readonly handler: Handler;
  /** The context for the handler, or `undefined` when the route is not for this message. Absent = always. */
  readonly match?: (ctx: Context) => Context | undefined;
}

const QR_SCENE = 'qrscene_';

/** The scene of a scanned QR code: of SCAN, and of a subscribe that came from one. */
export function sceneOf(message: Message): string | undefined {
  if (message.MsgType !== 'event') return undefined;
  if (message.Event === 'SCAN') return message.EventKey;
  // Other non-empty keys of a subscribe (payment, product page) are no scene.
  return message.Event === 'subscribe' && message.EventKey?.startsWith(QR_SCENE) === true
    ? message.EventKey.slice(QR_SCENE.length)
    : undefined;
}

/** Keys by which the table indexes routes. Every route has one key; a message looks at six at most. */
export const routeKey = {
  all: 'all',
  /** What users say and send. */
  message: 'message',
  type: (type: string) => `type ${type.toLowerCase()}`,
  word: (word: string) => `word ${word}`,
  event: (name: string) => `event ${name.toLowerCase()}`,
  notice: (name: string) => `notice ${name.toLowerCase()}`,
  click: (key: string) => `click ${key}`,
  scan: (scene: string) => `scan ${scene}`,
  anyScan: 'scan',
};

/** Routes by what they are for, so that finding those of a message costs the same with 10 as with 10,000. */
export class RouteTable {
  private readonly index = new Map<string, Route[]>();
  private count = 0;

  add(names: readonly string[], handlers: readonly Handler[], match?: Route['match']): void {
    for (const handler of handlers) {
      const route = { order: this.count++, handler, ...(match && { match }) };
      for (const name of new Set(names)) {
        const routes = this.index.get(name);
        if (routes === undefined) this.index.set(name, [route]);
        else routes.push(route);
      }
    }
  }

  /** The lists, each in order, of the routes that may be for the message. */
  find(message: Message): readonly (readonly Route[])[] {
    const found: Route[][] = [];
    const look = (name: string): void => {
      const routes = this.index.get(name);
      if (routes !== undefined) found.push(routes);
    };
    look(routeKey.all);
    look(routeKey.type(this.typeFor(message)));
    if (message.MsgType === 'event') {
      look(routeKey.event(message.Event));
      if (message.Event === 'CLICK') look(routeKey.click(message.EventKey));
      const scene = sceneOf(message);
      if (scene !== undefined) {
        look(routeKey.anyScan);
        look(routeKey.scan(scene));
      }
    } else if (message.MsgType === 'notice') look(routeKey.notice(message.InfoType));
    // The hardware platform's events have a type of their own.
    else if (message.MsgType !== 'device_event') {
      look(routeKey.message);
      if (message.MsgType === 'text') look(routeKey.word(message.Content.trim()));
    }
    return found;
  }

  private typeFor({ MsgType }: Message): string {
    return MsgType === 'shortvideo' && !this.index.has(routeKey.type(MsgType)) ? 'video' : MsgType;
  }
}
