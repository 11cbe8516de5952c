import { readMessage } from '../../lib/model/message';
import { parsePushJson } from '../../lib/wire/push-json';
import { parsePushXml } from '../../lib/wire/push-xml';
import { collectedPushes } from '../support/collected';

/** Pushes to an official account, a mini program, a platform or a channel; those of WeCom are another protocol. */
const pushes = collectedPushes.filter(({ category }) => category !== 'work');

/** One is too incomplete for anybody: it does not say from whom it is and to whom. */
const readable = pushes.filter(({ leaves }) =>
  leaves.some(([path]) => path === 'FromUserName' || path === 'InfoType'),
);

const read = ({ format, body }: (typeof pushes)[number]) =>
  readMessage(format === 'json' ? parsePushJson(body) : parsePushXml(body));

/** Paths of numbers that are none. */
function notNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isNaN(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => notNumbers(each, `${path}/${name}`));
}

const describeCollected = pushes.length > 0 ? describe : describe.skip;

describeCollected('pushes that were collected', () => {
  it('are read, all that say from whom and to whom they are', () => {
    expect(readable.length).toBeGreaterThan(pushes.length - 5);
    for (const push of readable) expect(() => read(push)).not.toThrow();
  });

  it('hold no number that is none', () => {
    expect(readable.flatMap((push) => notNumbers(read(push)).map((path) => `${push.id}${path}`))).toEqual([]);
  });

  it('lose no field but numbers that are not there', () => {
    const lost = readable.flatMap((push) => {
      const message = read(push);
      return push.leaves
        .filter(([path, value]) => {
          const [name = ''] = path.split(/[.[]/);
          return (
            value.trim() !== '' &&
            !path.includes('#text') &&
            !(name in message) &&
            !isPlaceholder(push, value)
          );
        })
        .map(([path, value]) => `${push.id} ${path}: ${value}`);
    });
    expect(lost).toEqual([]);
  });
});

/** Some samples have words where a number is meant: `xPos`. */
const isPlaceholder = ({ body }: (typeof pushes)[number], value: string): boolean =>
  /^[\p{L}_]+$/u.test(value) && body.includes(value);
