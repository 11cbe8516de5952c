import { parsePushXml } from '../../lib/wire/push-xml';

const event = (inside: string): string =>
  `<xml><FromUserName><![CDATA[a]]></FromUserName><MsgType><![CDATA[event]]></MsgType>${inside}</xml>`;

const section = (name: string, text: string): string => `<${name}><![CDATA[${text}]]></${name}>`;

describe('an event that nobody knows may hold', () => {
  it.each<[string, string]>([
    [
      'a list whose elements have a name that is also beside it',
      `<Audit>${section('name', 'x')}${section('reason', 'y')}<list><id>1</id>${section('name', 'z')}</list><list><id>2</id>${section('name', 'z')}</list></Audit>`,
    ],
    [
      'a list whose elements differ in what they hold',
      `<Attrs><Item>${section('Name', 'x')}<Text>${section('Value', 'y')}</Text></Item><Item>${section('Name', 'z')}<Web>${section('Url', 'u')}</Web></Item></Attrs>`,
    ],
    [
      'two lists of the same kind of people',
      `<Info><Nodes><Node>${section('UserId', 'x')}${section('Image', 'y')}</Node></Nodes><Notify><Node>${section('UserId', 'x')}${section('Image', 'y')}</Node></Notify></Info>`,
    ],
    ['a name of the message once more inside', `${section('Name', 'x')}<Attr>${section('Name', 'y')}</Attr>`],
  ])('%s', (_, inside) => {
    expect(parsePushXml(event(inside))).toMatchObject({ FromUserName: 'a', MsgType: 'event' });
  });
});
