import { createHeard } from '../../lib/component/heard';

const MAX_HEARD = 20_000;

describe('what was heard of accounts', () => {
  it('is the newest message of each, in whatever order they come', () => {
    const heard = createHeard();
    for (const time of [20, 10, 30, 25]) heard.note('a', time);
    heard.note('b', 40);
    expect([19, 29, 30, 31].map((time) => heard.since('a', time))).toEqual([true, true, false, false]);
    expect(heard.since('b', 39)).toBe(true);
    expect(heard.since('b', 40)).toBe(false);
  });

  it('is nothing of an account that has sent nothing', () => {
    const heard = createHeard();
    heard.note('a', 0);
    expect(heard.since('a', 0)).toBe(false);
    expect(heard.since('b', 0)).toBe(false);
    expect(heard.since('b', -1)).toBe(true);
  });

  it('is forgotten when WeChat says otherwise, and counts anew', () => {
    const heard = createHeard();
    heard.note('a', 20);
    heard.forget('a');
    heard.forget('b');
    expect(heard.since('a', 10)).toBe(false);
    heard.note('a', 15);
    expect(heard.since('a', 14)).toBe(true);
  });

  it('of too many is forgotten, the first ones first', () => {
    const heard = createHeard();
    const accounts = Array.from({ length: MAX_HEARD + 1 }, (_, n) => `account ${n}`);
    for (const each of accounts.slice(0, MAX_HEARD)) heard.note(each, 10);
    expect(heard.since('account 0', 9)).toBe(true);
    heard.note('account 0', 10);
    heard.note(accounts[MAX_HEARD]!, 10);
    expect(accounts.filter((each) => !heard.since(each, 9))).toEqual(['account 0']);
  });
});
