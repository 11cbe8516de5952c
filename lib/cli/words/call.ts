import { meantEn, meantZh, text } from './text';

/** Texts about calls of the API. */
export const call = {
  'no-match': text<{ words: string; near: readonly string[] }>({
    en: ({ words, near }) =>
      `Nothing in the API has "${words}" in its name, title, path or description.${meantEn(near)} "offiaccount call --list" shows all.`,
    zh: ({ words, near }) =>
      `没有名称、标题、路径或说明含有“${words}”的接口。${meantZh(near)}用 "offiaccount call --list" 查看全部。`,
  }),
  'call-iterator': text({
    en: () => 'Goes over all pages, and prints an item a line as they come.',
    zh: () => '自动翻页，每取到一项就输出一行。',
  }),
  'call-accounts': text({ en: () => 'Accounts', zh: () => '账号' }),
  'call-official': text({ en: () => 'Official page', zh: () => '官方文档' }),
  'call-codes': text({ en: () => 'Return codes', zh: () => '返回码' }),
  'call-parameters': text({ en: () => 'Parameters', zh: () => '参数' }),
  'call-fields': text({ en: () => 'Fields of the request', zh: () => '请求字段' }),
  'call-answer': text({ en: () => 'Answer', zh: () => '返回' }),
  'call-example': text({ en: () => 'In code', zh: () => '代码里的写法' }),
  'no-function': text<{ name: string; group: string | undefined; near: readonly string[] }>({
    en: ({ name, group, near }) =>
      `The API has no "${name}".${meantEn(near)} ${
        group === undefined
          ? '"offiaccount call --list" shows all.'
          : `"offiaccount call --list ${group}" shows what there is.`
      }`,
    zh: ({ name, group, near }) =>
      `接口中没有“${name}”。${meantZh(near)}用 "offiaccount call --list${group === undefined ? '' : ` ${group}`}" 查看可用的接口。`,
  }),
  'call-what': text({
    en: () => 'Call what? "offiaccount call --list" shows all.',
    zh: () => '要调用哪个接口？用 "offiaccount call --list" 查看全部。',
  }),
  'argument-not-json': text<{ number: number }>({
    en: ({ number }) =>
      `Argument ${number} is not JSON. A text has quotes of its own, inside those of the shell: '"text"'. Where the shell takes quotes away, as on Windows, put the JSON into a file: @body.json`,
    zh: ({ number }) =>
      `第 ${number} 个参数不是 JSON。文本要在 shell 的引号里再加双引号：'"文本"'。如果 shell 会去掉引号（例如 Windows），请把 JSON 写进文件：@body.json`,
  }),
  'arguments-unfit': text<{ signature: string }>({
    en: ({ signature }) => `These arguments do not fit. It is called as ${signature}.`,
    zh: ({ signature }) => `参数不符合要求，调用方式为 ${signature}。`,
  }),
  'argument-path': text<{ file: string }>({
    en: ({ file }) => `A file to upload is named without "@": ${file}`,
    zh: ({ file }) => `要上传的文件前不加“@”：${file}`,
  }),
  'is-file': text({
    en: () => 'This is a file: --output <file> keeps it.',
    zh: () => '返回的是文件，用 --output <文件> 保存。',
  }),
  calling: text<{ name: string }>({
    en: ({ name }) => `Calling ${name}`,
    zh: ({ name }) => `正在调用 ${name}`,
  }),
};
