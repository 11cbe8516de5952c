import type { VNode } from 'preact';
import type { PushRecord } from '../../protocol';
import type { App } from '../app';
import { textOf } from '../chat/cards';
import { EventDialog } from '../chat/event-dialog';
import { LinkDialog } from '../chat/link-dialog';
import { PlaceDialog } from '../chat/place-dialog';
import { TextDialog } from '../chat/text-dialog';
import { t } from '../language';
import { fieldsIn } from './push-fields';

/** The fields that WeChat writes on every push. */
const HEADER = /^(?:ToUserName|FromUserName|CreateTime|MsgType|Event|MsgId|MsgDataId|Encrypt)$/;

/**
 * Returns a function that lets the user repeat the action behind a push, with changes if needed. Undefined if
 * no control of the page can do the action.
 */
export function onceMore({ act, open }: App, push: PushRecord): (() => void) | undefined {
  const { openid, kind, name } = push;
  const fields = fieldsIn(push);
  const text = (field: string): string => textOf(fields[field]);
  const dialog = (content: () => VNode) => () => open(content);
  if (kind === 'event') {
    const own = Object.fromEntries(Object.entries(fields).filter(([field]) => !HEADER.test(field)));
    const written = Object.keys(own).length === 0 ? '' : JSON.stringify(own, null, 2);
    return dialog(() => <EventDialog openid={openid} event={name} fields={written} />);
  }
  switch (name) {
    case 'text':
      return dialog(() => <TextDialog openid={openid} text={text('Content')} />);
    case 'link': {
      const link = { url: text('Url'), title: text('Title'), description: text('Description') };
      return dialog(() => <LinkDialog openid={openid} link={link} />);
    }
    case 'location': {
      const [latitude, longitude] = [Number(text('Location_X')), Number(text('Location_Y'))];
      return dialog(() => (
        <PlaceDialog
          start={{ latitude, longitude, label: text('Label') }}
          submit={t('send')}
          onChoose={(place) => void act({ type: 'sendLocation', openid, place })}
        />
      ));
    }
    case 'image':
    case 'voice':
    case 'video':
    case 'shortvideo':
      return () => void act({ type: 'send', openid, kind: name, file: text('MediaId') });
    default:
      return undefined;
  }
}
