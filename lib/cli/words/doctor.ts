import { text } from './text';

/** The texts of `doctor` besides its findings. */
export const doctor = {
  'doctor-checking': text<{ host: string }>({
    en: ({ host }) => `Checking ${host}`,
    zh: ({ host }) => `正在检查 ${host}`,
  }),
  'doctor-forging': text({
    en: () => 'Sending what is not from WeChat',
    zh: () => '正在发送伪造的请求',
  }),
  'doctor-pushing': text({ en: () => 'Sending a push', zh: () => '正在发送一次推送' }),
  'doctor-account': text({
    en: () => 'Asking WeChat about the account',
    zh: () => '正在向微信查询账号',
  }),
  'doctor-page': text<{ host: string }>({
    en: ({ host }) => `Opening a page of ${host} as WeChat does`,
    zh: ({ host }) => `正在像微信一样打开 ${host} 的页面`,
  }),
  'doctor-platform': text({
    en: () => 'Asking WeChat about the platform',
    zh: () => '正在向微信查询平台',
  }),
  'web-alone': text<{ option: string }>({
    en: ({ option }) => `${option} goes with --web only.`,
    zh: ({ option }) => `${option} 只能与 --web 一起使用。`,
  }),
  'web-domain-form': text({
    en: () =>
      '--web-domain takes a host as the console has it, such as shop.example.com: no https://, no port, no path.',
    zh: () => '--web-domain 是后台填写的域名，例如 shop.example.com：不带 https://、端口和路径。',
  }),
  'verify-form': text<{ file: string }>({
    en: ({ file }) =>
      `"${file}" is no verification file: its name is MP_verify_, 16 letters and digits, and .txt.`,
    zh: ({ file }) => `“${file}”不是验证文件：文件名是 MP_verify_ 加 16 位字母数字，再加 .txt。`,
  }),
  'doctor-url-missing': text({
    en: () =>
      'doctor needs the address of the bot, such as https://bot.example.com/wechat. (With --platform it may be left out.)',
    zh: () => 'doctor 需要服务的地址，例如 https://bot.example.com/wechat（使用 --platform 时可以省略）。',
  }),
  'doctor-summary': text<{ errors: number; warnings: number }>({
    en: ({ errors, warnings }) =>
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
    zh: ({ errors, warnings }) => `${errors} 个错误，${warnings} 个警告。`,
  }),
};
