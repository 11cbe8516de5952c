import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewBot } from './options';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');

/** Returns the settings of the account, for Node's `--env-file` and the command line. */
export function writeEnv({ language }: NewBot): string {
  const [token, key] = [letters(32), letters(43)];
  return language === 'en'
    ? `# Settings of the account: https://developers.weixin.qq.com/platform (微信开发者平台), your account,
# 基础信息. Keep this file to yourself: .gitignore leaves it out.

# Token, made up for you. Enter the same one in the console (域名与消息推送配置).
WECHAT_TOKEN=${token}

# AppID. Without one, "npm start" plays WeChat on this machine.
# WECHAT_APP_ID=

# EncodingAESKey, made up for you. With it, enter the same one in the console and choose 安全模式.
# WECHAT_ENCODING_AES_KEY=${key}

# AppSecret, for calls to WeChat and for answers that take longer than 15 s.
# WECHAT_APP_SECRET=

# Port at which the bot listens.
# PORT=3000
`
    : `# 公众号的配置，见微信开发者平台（https://developers.weixin.qq.com/platform）“我的业务 → 公众号 → 基础信息”。
# 请勿公开此文件：.gitignore 已将它排除。

# Token：已随机生成，在后台的“域名与消息推送配置”中填写同一个值。
WECHAT_TOKEN=${token}

# AppID：不填时，npm start 会在本机模拟微信。
# WECHAT_APP_ID=

# EncodingAESKey：已随机生成。启用时，请在后台填写同一个值并选择“安全模式”。
# WECHAT_ENCODING_AES_KEY=${key}

# AppSecret：调用微信接口，以及回复耗时超过 15 秒的消息时需要。
# WECHAT_APP_SECRET=

# 服务监听的端口。
# PORT=3000
`;
}

/** The files that do not belong in version control. */
export const writeIgnored = (): string => 'node_modules/\n.env\n';

/** Returns the settings of the compiler, which only checks types. Node runs the files directly. */
export const writeTypes = (): string =>
  json({
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
    },
    include: ['*.ts'],
  });

/** Returns package.json: the scripts and the packages that they need. */
export function writePackage({ name, js }: NewBot): string {
  const { version, engines, devDependencies: own } = readOwn();
  const versions = (...names: readonly string[]) =>
    Object.fromEntries(names.map((each) => [each, `^${own[each] ?? ''}`]));
  const node = js ? 'node' : 'node --import tsx';
  const extension = js ? 'js' : 'ts';
  return json({
    // npm refuses other names, such as Chinese ones.
    ...(/^[a-z\d][a-z\d._-]{0,213}$/.test(name) && { name }),
    private: true,
    type: 'module',
    engines,
    scripts: {
      start: `${node} --env-file=.env index.${extension}`,
      dev: `${node} --env-file=.env --watch index.${extension}`,
      test: `${js ? '' : 'tsc && '}${node} --test bot.test.${extension}`,
    },
    dependencies: { ...versions('express'), offiaccount: `^${version}` },
    ...(!js && { devDependencies: versions('@types/express', '@types/node', 'tsx', 'typescript') }),
  });
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

interface OwnPackage {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads our own package.json: a new bot gets the versions with which we develop. */
const readOwn = (): OwnPackage =>
  // The file is our own and is part of the package.
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as OwnPackage;
