import { text } from './text';
import type { Words } from './text';

/** A setting with its names. */
export interface NamedSetting {
  readonly name: Words;
  readonly option: string;
  readonly variable: string;
}

/** Texts about the sources of settings and their mistakes. */
export const settings = {
  'secret-option': text<NamedSetting>({
    en: ({ option, variable }) =>
      `everybody on this machine can read ${option} in the list of processes. ${variable} keeps it from them.`,
    zh: ({ option, variable }) => `本机的所有用户都能在进程列表中看到 ${option}，请改用 ${variable}。`,
  }),
  'setting-missing': text<NamedSetting>({
    en: ({ name, option, variable }) =>
      `The ${name.en} is missing: set ${variable} (in the environment or in .env), or pass ${option}.`,
    zh: ({ name, option, variable }) =>
      `缺少 ${name.zh}：请设置 ${variable}（环境变量或 .env 文件），或使用 ${option}。`,
  }),
  'setting-space': text<NamedSetting>({
    en: ({ name, option, variable }) =>
      `The ${name.en} has a space or a control character in it: look at ${variable} or ${option}.`,
    zh: ({ name, option, variable }) => `${name.zh} 中含有空白或控制字符：请检查 ${variable} 或 ${option}。`,
  }),
  'key-form': text<NamedSetting & { length: number }>({
    en: ({ name, option, variable, length }) =>
      `The ${name.en} must be the 43 letters and digits shown in the console; ${length === 43 ? 'it has other characters among its 43' : `it is ${length} long now`}: look at ${variable} or ${option}.`,
    zh: ({ name, option, variable, length }) =>
      `${name.zh} 要 43 位字母或数字，现在${length === 43 ? '含有其他字符' : `是 ${length} 位`}：请从后台重新复制，检查 ${variable} 或 ${option}。`,
  }),
  'host-form': text({
    en: () =>
      'The origin of the API must be one, without a path, such as https://api.weixin.qq.com: look at WECHAT_API_HOST or --api-host.',
    zh: () =>
      '接口地址只包含协议、域名和端口，例如 https://api.weixin.qq.com，不带路径：请检查 WECHAT_API_HOST 或 --api-host。',
  }),
  'proxy-form': text({
    en: () =>
      'The proxy must be an address such as http://proxy.example.com:8080 or http://user:password@proxy.example.com:8080 (http or https): look at WECHAT_API_PROXY or --proxy.',
    zh: () =>
      '代理必须是 http 或 https 地址，例如 http://proxy.example.com:8080 或 http://用户名:密码@proxy.example.com:8080：请检查 WECHAT_API_PROXY 或 --proxy。',
  }),
  'proxy-socks': text({
    en: () =>
      'The proxy speaks SOCKS, and calls go by HTTP proxies only. Many programs that offer SOCKS offer HTTP as well: look at WECHAT_API_PROXY or --proxy.',
    zh: () =>
      '这是 SOCKS 代理，而接口调用只支持 HTTP 代理。多数代理软件也提供 HTTP 端口：请检查 WECHAT_API_PROXY 或 --proxy。',
  }),
  'host-from-file': text<{ variable: string; value: string; file: string }>({
    en: ({ variable, value, file }) => `calls go by ${value}: ${variable} in ${file} says so.`,
    zh: ({ variable, value, file }) => `接口调用将经过 ${value}（来自 ${file} 中的 ${variable}）。`,
  }),
  'not-address': text<{ url: string }>({
    en: ({ url }) => `"${url}" is no address. A whole one looks like http://localhost:3000/wechat`,
    zh: ({ url }) => `“${url}”不是完整的地址，应类似 http://localhost:3000/wechat`,
  }),
};
