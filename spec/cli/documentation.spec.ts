import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../lib/cli/doctor/finding';
import { SETTINGS } from '../../lib/cli/settings';
import { run } from './support';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'command-line.md'), 'utf8');

it('names every finding', () => {
  expect(Object.keys(kinds).filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
});

it('names every setting', () => {
  const names = Object.values(SETTINGS).flatMap(({ option, variable }) => [option, variable]);
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it.each([
  'init',
  'simulate',
  'doctor',
  'push',
  'token',
  'accounts',
  'ticket',
  'menu pull',
  'menu push',
  'call',
])('names every option of %s', async (command) => {
  const { out } = await run([...command.split(' '), '--help']);
  const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
  expect(options.length).toBeGreaterThan(2);
  expect(options.filter((option) => option !== '--help' && !text.includes(option))).toEqual([]);
});
