import fc from 'fast-check';
import { identityOf } from '../../lib/inbound/identity';
import type { Message } from '../../lib/model/message';

const event = (fields: object) =>
  identityOf({
    ToUserName: 'gh_1',
    FromUserName: 'alice',
    CreateTime: 1,
    MsgType: 'event',
    ...fields,
  } as unknown as Message);

/** The same data with its names in another order, at every depth. */
const reordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reordered)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, each]) => [name, reordered(each)]),
        )
      : value;

const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,4}$/), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('the identity of a message of an unknown kind', () => {
  it('does not depend on the order of elements, at any depth', () => {
    fc.assert(
      fc.property(data, (Info) => {
        expect(event({ Event: 'new', Info: reordered(Info) })).toBe(event({ Event: 'new', Info }));
      }),
    );
  });

  it('depends on what they hold', () => {
    expect(event({ Info: { A: { B: '1' } } })).not.toBe(event({ Info: { A: { B: '2' } } }));
    expect(event({ Info: { A: { B: '1' } } })).not.toBe(event({ Info: { A: [['B', '1']] } }));
  });
});
