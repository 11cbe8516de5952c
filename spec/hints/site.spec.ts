import { errorPage, withPage } from '../../lib/hints/site';

const SITE = 'https://guide.example/offiaccount';

it.each([
  ['en', 'Wait. More: https://guide.example/offiaccount/en/errors/45015'],
  ['zh', 'Wait.详见 https://guide.example/offiaccount/errors/45015 。'],
] as const)('a hint ends with the page of its return code (%s)', (language, hint) => {
  expect(withPage('Wait.', 45015, language, SITE)).toBe(hint);
});

it('without an address of the site there is no page', () => {
  expect(errorPage(45015, 'en', '')).toBeUndefined();
  expect(withPage('Wait.', 45015, 'en', '')).toBe('Wait.');
});
