import { session } from 'offiaccount';
import { messageSession } from '../../lib/plugins/message-session';
import { closeAll, startWithBot } from './support';
import type { State } from 'offiaccount/simulator';

afterEach(closeAll);

interface Kept {
  list?: string[];
}

it('what the bot keeps of a user is part of what the page knows, for as long as it is kept', async () => {
  const { command, until, openid } = await startWithBot({}, (wx) =>
    wx.use(session()).text(async (ctx) => {
      const { Content } = ctx.message;
      if (Content === 'forget') {
        ctx.session = null;
        await messageSession(ctx).setConversation(undefined);
        return 'ok';
      }
      const held = (await ctx.session) as Kept;
      held.list = [...(held.list ?? []), Content];
      const log = [{ op: 'text', value: Content }];
      const conversation = {
        name: 'booking',
        version: 2,
        id: 'x',
        at: 1,
        log,
        results: {},
        asked: 'people',
        tries: 1,
      };
      await messageSession(ctx).setConversation(conversation);
      return 'ok';
    }),
  );
  const keptIn = ({ users }: State) => users.find((user) => user.openid === openid)?.kept;
  await command({ type: 'say', content: 'milk' });
  await until((state) => keptIn(state) !== undefined);
  await command({ type: 'say', content: 'tea' });
  const state = await until((each) => keptIn(each)?.session.includes('tea') === true);
  expect(JSON.parse(keptIn(state)!.session)).toEqual({ list: ['milk', 'tea'] });
  expect(keptIn(state)!.conversation).toMatchObject({
    name: 'booking',
    version: 2,
    asked: 'people',
    log: [{ op: 'text', value: 'tea' }],
  });
  expect(state.users.filter(({ kept }) => kept !== undefined)).toHaveLength(1);
  await command({ type: 'say', content: 'forget' });
  await until((each) => keptIn(each) === undefined);
});
