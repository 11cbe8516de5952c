import fc from 'fast-check';
import { wechat } from 'offiaccount';
import type { Message } from 'offiaccount';
import { modes, sendInProcess, settingsFor } from '../support/attack';
import { isProven, mutateRequest } from '../support/attack-mutate';
import { chanceFrom } from '../support/random';
import { push } from '../support/push';
import { trials } from '../support/thorough';

const logger = { warn: () => undefined, error: () => undefined };

const numRuns = trials(500, 2000);

it.each(modes)(
  'of requests made of right ones in %s mode, none that lost its proof reaches a handler',
  async (mode) => {
    const received: Message[] = [];
    const wx = wechat({ ...settingsFor(mode), logger }).use(({ message }) => {
      received.push(message);
      return 'a reply';
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const mutant = mutateRequest(mode, chanceFrom(seed));
        received.length = 0;
        const { status, body, error } = await sendInProcess(wx, mutant);
        expect(error).toBeUndefined();
        if (received.length === 0) {
          refused += status === 200 ? 0 : 1;
          return;
        }
        // Whoever got through was proven: the query in clear mode, every field in the others.
        expect({ status, proven: isProven(mutant) }).toEqual({ status: 200, proven: true });
        if (mode !== 'clear')
          expect(mutant.original.message).toContain((received[0] as Message<'text'>).MsgId);
        expect(body).not.toContain('forged');
      }),
      { numRuns },
    );
    // Else the changes would be too tame to show anything.
    expect(refused).toBeGreaterThan(numRuns / 2);
  },
);

it.each(modes)('in %s mode the request they are made of is accepted', async (mode) => {
  const { path, ...mutant } = { ...push({ mode }), path: push({ mode }).url };
  const wx = wechat({ ...settingsFor(mode), logger }).use(() => 'a reply');
  expect(await sendInProcess(wx, { ...mutant, path: mutant.url })).toMatchObject({ status: 200 });
  expect(path).toContain('signature=');
});
