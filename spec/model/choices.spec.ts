import { ConfigError, reply, tap } from 'offiaccount';
import { choicesIn, chosen, numberIn } from '../../lib/model/choices';

describe('tap', () => {
  it('makes a link that says its text', () => {
    expect(tap('继续')).toBe('<a href="weixin://bizmsgmenu?msgmenucontent=继续&msgmenuid=1">继续</a>');
    expect(tap('More', { says: '继续 a&b', id: 'x=1' })).toBe(
      '<a href="weixin://bizmsgmenu?msgmenucontent=继续%20a%26b&msgmenuid=x%3D1">More</a>',
    );
  });

  it.each(['', ' ', '<b>', '"', 'a\nb', '\ud83d'])('refuses %j', (text) => {
    expect(() => tap(text)).toThrow(ConfigError);
    expect(() => tap('fine', { says: text })).toThrow('"says"');
    expect(() => tap('fine', { id: text })).toThrow('"id"');
  });
});

describe('reply.choices', () => {
  const given = { 价格: 'price', 客服: 'service', 'Opening hours': 'a&b' };
  const { Content } = reply.choices('想看什么？', given);

  it('numbers the answers and makes them links', () => {
    expect(Content).toBe(
      [
        '想看什么？',
        '1. <a href="weixin://bizmsgmenu?msgmenucontent=价格&msgmenuid=price">价格</a>',
        '2. <a href="weixin://bizmsgmenu?msgmenucontent=客服&msgmenuid=service">客服</a>',
        '3. <a href="weixin://bizmsgmenu?msgmenucontent=Opening%20hours&msgmenuid=a%26b">Opening hours</a>',
      ].join('\n'),
    );
    expect(choicesIn(Content)).toEqual(Object.entries(given).map(([label, word]) => ({ label, word })));
  });

  it('finds none in other texts', () => {
    expect(choicesIn(`1. ${tap('继续')} and more`)).toEqual([]);
    expect(choicesIn('1. bizmsgmenu')).toEqual([]);
  });

  it.each([
    ['1', 'price'],
    ['２', 'service'],
    ['一', 'price'],
    ['第2个', 'service'],
    ['第二个', 'service'],
    ['选二', 'service'],
    ['2.', 'service'],
    ['②', 'service'],
    ['(2)', 'service'],
    ['（２）', 'service'],
    [' 价格 ', 'price'],
    ['PRICE', 'price'],
    ['ｐｒｉｃｅ', 'price'],
    ['opening HOURS', 'a&b'],
    ['4', undefined],
    ['0', undefined],
    ['价格多少', undefined],
    ['2 apples', undefined],
  ])('reads %j', (text, word) => expect(chosen(text, choicesIn(Content))?.word).toBe(word));

  it.each([
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['两', 2],
    ['一二', undefined],
    ['十十', undefined],
  ])('reads the number %s', (text, number) => expect(numberIn(text)).toBe(number));

  it('refuses what is no question with answers', () => {
    expect(() => reply.choices('', given)).toThrow(ConfigError);
    expect(() => reply.choices('What?', {})).toThrow(ConfigError);
    expect(() => reply.choices('What?', { a: '' })).toThrow(ConfigError);
    const many: Record<string, string> = Object.fromEntries(
      Array.from({ length: 21 }, (_, index) => [`l${index}`, `w${index}`]),
    );
    expect(() => reply.choices('What?', many)).toThrow(ConfigError);
  });
});
