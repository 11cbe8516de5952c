import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const READMES = ['README.md', 'README.zh-CN.md'];

describe('npm run repository', () => {
  let folder: string;
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const set = (...addresses: string[]) =>
    execFileSync(process.execPath, [join(folder, '.ci', 'repository.mjs'), ...addresses], { stdio: 'pipe' });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'offiaccount-repository-'));
    for (const file of ['.ci/repository.mjs', 'package.json', 'lib/hints/site.ts', ...READMES])
      cpSync(join(root, file), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('sets the fields of the package', () => {
    set('https://git.example/team/offiaccount');
    expect(JSON.parse(read('package.json'))).toMatchObject({
      name: 'offiaccount',
      repository: { type: 'git', url: 'git+https://git.example/team/offiaccount.git' },
      homepage: 'https://git.example/team/offiaccount#readme',
      bugs: { url: 'https://git.example/team/offiaccount/issues' },
      dependencies: expect.anything() as unknown,
    });
  });

  it.each(READMES)('leaves no link of %s to a file beside it, and pictures that can be shown', (file) => {
    const before = read(file);
    expect(before).toMatch(/!\[[^\]]*\]\(\.\//);
    set('https://git.example/team/offiaccount');
    const after = read(file);
    expect(after).not.toMatch(/\]\(\.\//);
    expect(after).toMatch(
      /!\[[^\]]*\]\(https:\/\/git\.example\/team\/offiaccount\/raw\/main\/docs\/pictures\//,
    );
    expect(after.match(/\]\(#/g)).toEqual(before.match(/\]\(#/g));
  });

  it('leads to the site of the guide, and each hint to the page of its return code', () => {
    set('https://git.example/team/offiaccount', 'https://guide.example/offiaccount');
    expect(JSON.parse(read('package.json'))).toMatchObject({ homepage: 'https://guide.example/offiaccount' });
    expect(read('lib/hints/site.ts')).toContain("SITE: string = 'https://guide.example/offiaccount';");
  });

  it.each(['http://guide.example', 'https://guide.example/', 'guide.example'])('takes no site %s', (site) => {
    expect(() => set('https://git.example/team/offiaccount', site)).toThrow();
    expect(read('lib/hints/site.ts')).toContain("SITE: string = '';");
  });

  it('does the same again after a move', () => {
    set('https://git.example/team/offiaccount');
    set('https://other.example/us/offiaccount');
    for (const file of ['package.json', ...READMES]) expect(read(file)).not.toContain('git.example');
    expect(read('README.md')).toContain('https://other.example/us/offiaccount/blob/main/docs/plugins.md');
  });

  it.each(['', 'git@git.example:team/offiaccount', 'http://git.example/a/b', 'https://git.example/a/b.git'])(
    'takes no other address: %s',
    (address) => {
      expect(() => set(address)).toThrow();
      expect(read('package.json')).toBe(readFileSync(join(root, 'package.json'), 'utf8'));
    },
  );
});
