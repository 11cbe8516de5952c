/** The test runners for which a spec can be saved. */
export const RUNNERS = ['jest', 'vitest', 'node-test'] as const;

export type RunnerName = (typeof RUNNERS)[number];

/** How to write a spec for a test runner. */
export interface SpecRunner {
  /** Name of the file to save; also named in the how-to. */
  readonly file: string;
  readonly command: string;
  /** The first lines of the spec, besides those of every spec. */
  readonly imports: string;
  readonly before: string;
  readonly after: string;
  /** Functions that the spec needs, at its end. */
  readonly helpers: string;
  /** Returns a line that checks that `actual` contains all of `expected`. */
  readonly holds: (actual: string, expected: string) => string;
  /** Matches any text in an expected value. */
  readonly anyText: string;
  /** Returns a test with these lines. The test may take two minutes. */
  readonly test: (title: string, lines: string) => string;
}

const global = {
  before: 'beforeAll',
  after: 'afterAll',
  helpers: '',
  holds: (actual: string, expected: string) => `expect(${actual}).toMatchObject(${expected});`,
  anyText: 'expect.any(String)',
  test: (title: string, lines: string) => `it(${title}, async () => {\n${lines}\n}, 120_000);`,
};

const HELPERS = `
const ANY_TEXT = Symbol('any text');

/** Insists that \`actual\` holds everything that \`expected\` holds; it may hold more. */
function holds(actual, expected, at = 'what came') {
  if (expected === ANY_TEXT) {
    assert.equal(typeof actual, 'string', at);
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, \`\${at} is \${JSON.stringify(actual)}\`);
    if (Array.isArray(expected)) assert.equal(actual.length, expected.length, \`\${at}.length\`);
    for (const [name, each] of Object.entries(expected)) holds(actual[name], each, \`\${at}.\${name}\`);
  } else {
    assert.equal(actual, expected, \`\${at} is \${JSON.stringify(actual)}, and was \${JSON.stringify(expected)}\`);
  }
}
`;

export const runners: Readonly<Record<RunnerName, SpecRunner>> = {
  jest: {
    ...global,
    file: 'conversation.spec.ts',
    command: 'npx jest conversation',
    imports: '',
  },
  vitest: {
    ...global,
    file: 'conversation.spec.ts',
    command: 'npx vitest run conversation',
    imports: "import { afterAll, beforeAll, expect, it } from 'vitest';\n",
  },
  'node-test': {
    file: 'conversation.test.mjs',
    command: 'node --test conversation.test.mjs',
    imports: "import assert from 'node:assert/strict';\nimport { after, before, test } from 'node:test';\n",
    before: 'before',
    after: 'after',
    helpers: HELPERS,
    holds: (actual, expected) => `holds(${actual}, ${expected});`,
    anyText: 'ANY_TEXT',
    test: (title, lines) => `test(${title}, { timeout: 120_000 }, async () => {\n${lines}\n});`,
  },
};

/** Returns a comment for the top of a saved spec, in both languages: how to run it. */
export const howTo = ({ command, file }: SpecRunner, port: string, withKey: boolean): string => `/*
 * 一段保存下来的对话：每一步做了什么，用户看到了什么。
 *
 * 1. 把这个文件放进项目（文件名以 ${file} 为例）。
 * 2. 把下面的 BOT_APP 默认值 './app' 改成你的应用模块，路径相对于这个文件。模块要导出 app（或默认导出）：
 *    Express 应用或 (req, res) 函数，导入时不要监听端口${file.endsWith('.mjs') ? '。路径要带扩展名；应用是 TypeScript 时加 --import tsx' : ''}。
 * 3. 设置 WECHAT_TOKEN${withKey ? ' 和 WECHAT_ENCODING_AES_KEY' : ''}，和应用里的一致。应用调用接口时，要以环境变量 WECHAT_API_HOST 为接口地址。
 * 4. 运行：${command}
 * 应用也可以在另一个进程里运行：设置 BOT_URL（例如 http://localhost:3000/wechat），应用的接口地址为
 * http://127.0.0.1:${port}（换端口用 WECHAT_API_PORT）；运行前先结束模拟器。
 *
 * A conversation as it went: what was done in each step, and what the users saw.
 *
 * 1. Put this file into your project, as ${file} for example.
 * 2. Change './app', the default of BOT_APP below, to the module of your app, relative to this file. The
 *    module exports "app" (or has a default export): an Express app or a function of (req, res). To import it must not listen at a port${file.endsWith('.mjs') ? '. The path has its\n *    extension; for an app in TypeScript add --import tsx' : ''}.
 * 3. Set WECHAT_TOKEN${withKey ? ' and WECHAT_ENCODING_AES_KEY' : ''} to what the app has. An app that calls the API takes its address from WECHAT_API_HOST.
 * 4. Run it: ${command}
 * The app may run in a process of its own instead: set BOT_URL (http://localhost:3000/wechat), and have the app call
 * http://127.0.0.1:${port} (WECHAT_API_PORT for another port). End the simulator first.
 */
`;
