import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const lib = join(__dirname, '..', 'lib');

const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

/** The files that an import may mean. */
const filesOf = (to: string): string[] =>
  [`${to}.ts`, `${to}.tsx`, `${to}/index.ts`].filter((path) => files.includes(path));

const imports = files.flatMap((file) =>
  [
    ...readFileSync(join(lib, file), 'utf8').matchAll(/^(?:import|export) (type )?[^;]*? from '([^']+)';/gms),
  ].map(([, type, from = '']) => ({
    file,
    type: type !== undefined,
    to: from.startsWith('.') ? relative(lib, join(lib, dirname(file), from)) : from,
  })),
);

const folderOf = (path: string) => (path.includes('/') ? path.split('/', 1)[0]! : '');

/** What each folder may import from, besides itself and the plain files at the top. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  model: ['wire'],
  store: [],
  hints: ['model'],
  // `router` and `inbound` know the client as a type only.
  api: ['store', 'wire', 'hints', 'model'],
  router: ['model', 'wire', 'api'],
  // What followers of production meet there.
  relay: ['api', 'store'],
  // Those that receive are known as types only.
  component: ['api', 'store', 'router', 'inbound', 'model'],
  // Answers that are longer than a message.
  answers: ['router', 'model', 'store'],
  inbound: ['router', 'model', 'wire', 'api', 'store'],
  // Our users' side of the fence: handlers, made of what a handler meets and what a store is.
  plugins: ['router', 'model', 'store', 'answers', 'api', 'hints'],
  // Routes for web pages, made of what our users have as well.
  web: ['api', 'router', 'store'],
  // Servers around the middleware, which they know as our users do.
  hosts: [],
  testing: ['model', 'wire', 'api'],
  simulator: ['testing', 'model', 'wire', 'api', 'hints'],
  cli: ['simulator', 'testing', 'model', 'wire', 'api', 'hints'],
};

describe('the folders', () => {
  it('import one way only', () => {
    const wrong = imports.filter(({ file, to }) => {
      const from = folderOf(file);
      const target = folderOf(to);
      const ours = filesOf(to).length > 0;
      return ours && from !== '' && target !== '' && target !== from && MAY[from]?.includes(target) !== true;
    });
    expect(wrong).toEqual([]);
  });

  it('that receive know those that call as types only', () => {
    const values = imports.filter(
      ({ file, to, type }) =>
        /^(?:router|inbound|plugins|testing|simulator)$/.test(folderOf(file)) &&
        folderOf(to) === 'api' &&
        !type,
    );
    expect(values).toEqual([]);
  });

  it('do not import what plays WeChat', () => {
    const isAllowed = (from: string, to: string) =>
      to === 'testing'
        ? /^(?:simulator|cli)$/.test(from)
        : to === 'simulator'
          ? from === 'cli'
          : to !== 'cli';
    const wrong = imports.filter(({ file, to }) => {
      const [from, target] = [folderOf(file), folderOf(`${to}/`)];
      return from !== target && !isAllowed(from, target);
    });
    expect(wrong).toEqual([]);
  });

  it('know of the extras only where names are published', () => {
    const known = imports.filter(
      ({ file, to }) => /^(?:plugins|web)\//.test(to) && folderOf(file) !== folderOf(to),
    );
    expect(new Set(known.map(({ file }) => file))).toEqual(new Set(['index.ts']));
  });

  it('do not import what wires them, from inside', () => {
    // What plays WeChat, and the program, are users of the package.
    const inside = imports.filter(
      ({ file, type }) => !['', 'testing', 'cli'].includes(folderOf(file)) && !type,
    );
    expect(inside.filter(({ to }) => to === 'wechat' || to === 'index')).toEqual([]);
  });
});

it.each([
  ['xml2js', ['wire/xml.ts']],
  ['saxes', ['testing/read-xml.ts']],
  ['axios', []],
  ['markdown-it', []],
  ['content-disposition', ['api/file-name.ts']],
  ['ioredis', []],
  ['qrcode-generator', ['web/qr-code.ts']],
  ['commander', ['cli/local-command.ts', 'cli/main.ts', 'cli/options.ts', 'cli/program.ts']],
])('%s is imported in one place', (name, where) => {
  expect([
    ...new Set(imports.filter(({ to, type }) => to === name && !type).map(({ file }) => file)),
  ]).toEqual(where);
});

describe('the page of the offline WeChat', () => {
  const isPage = (path: string): boolean => path.startsWith('simulator/page/');

  it('knows what the server says as types only, and nothing else of ours', () => {
    const outside = imports.filter(
      ({ file, to }) => isPage(file) && filesOf(to).some((path) => !isPage(path)),
    );
    expect(outside.length).toBeGreaterThan(20);
    expect(outside.filter(({ type }) => !type)).toEqual([]);
  });

  it('is made of Preact, which nothing else is', () => {
    const packages = imports.filter(({ file, to }) => isPage(file) && filesOf(to).length === 0);
    expect([...new Set(packages.map(({ to }) => to))].sort()).toEqual(['preact', 'preact/hooks']);
    expect(imports.filter(({ file, to }) => !isPage(file) && to.startsWith('preact'))).toEqual([]);
  });

  it('is imported by nobody', () => {
    expect(imports.filter(({ file, to }) => !isPage(file) && filesOf(to).some(isPage))).toEqual([]);
  });
});

it('knows every folder', () => {
  expect([...new Set(files.map(folderOf))].filter((folder) => folder !== '').sort()).toEqual(
    Object.keys(MAY).sort(),
  );
});

describe('the files', () => {
  /** What each file imports of ours, types included. */
  const graph = new Map(
    files.map((file) => [file, imports.filter((one) => one.file === file).flatMap(({ to }) => filesOf(to))]),
  );

  const reaches = (from: string, target: string): boolean => {
    const seen = new Set<string>();
    const open = [...graph.get(from)!];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (file === target) return true;
      if (!seen.has(file)) open.push(...graph.get(file)!);
      seen.add(file);
    }
    return false;
  };

  it('import in no circle, types included', () => {
    expect([...graph.values()].flat().length).toBeGreaterThan(1000);
    expect(files.filter((file) => reaches(file, file))).toEqual([]);
  });
});

describe('the names of exported types', () => {
  /** Names with several meanings, and why they stay. */
  const SEVERAL: Readonly<Record<string, string>> = {
    Account: 'what a handler, a platform, a signed push and the offline WeChat know of an account',
    Conversation: 'one that is saved by the page, whose words the protocol is; and one that a plugin leads',
    Delivery: 'a request as the receiver, and as the offline WeChat, has it',
    Format: 'the protocol of the page imports nothing',
    InvoiceTitle: 'of the client, and as the fake API stores it',
    MassMessage: 'of the client, and as the fake API stores it',
    MenuButton: 'of the client, and as the protocol of the page has it',
    NoticeName: 'of users, who may add their own; and of the tables, which the offline WeChat can play',
    OauthScope: 'of the client, and those that the fake API knows',
    Question: 'to a store, and to a user',
    QuestionOptions: 'of a question to a store, and of one to a user',
    State: 'of users, for middleware; and of the page',
    Step: 'the protocol of the page, and what a session remembers',
  };
  const places = new Map<string, string[]>();
  // The page is a program of its own, for browsers.
  for (const file of files.filter((each) => !each.startsWith('simulator/page/')))
    for (const [, name = ''] of readFileSync(join(lib, file), 'utf8').matchAll(
      /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm,
    ))
      places.set(name, [...(places.get(name) ?? []), file]);
  const several = [...places].filter(([, found]) => new Set(found).size > 1);

  it('have one meaning each', () => {
    expect(places.size).toBeGreaterThan(1000);
    expect(several.filter(([name]) => !Object.hasOwn(SEVERAL, name))).toEqual([]);
  });

  it('are listed only while they have several', () => {
    const names = several.map(([name]) => name);
    expect(Object.keys(SEVERAL).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('comments', () => {
  const WIDTH = 110;

  it('keep to the printed width', () => {
    const wide = files.flatMap((file) =>
      readFileSync(join(lib, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          // An address, a row of a table and a text of a template are not broken.
          /^\s*(?:\/\/|\/?\*)/.test(line) && line.length > WIDTH && !/https?:\/\/|\* \||\$\{/.test(line)
            ? [`${file}:${index + 1}`]
            : [],
        ),
    );
    expect(wide).toEqual([]);
  });
});
