import { text } from './text';

/** What `doctor` says beside its findings. */
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
  'doctor-platform': text({
    en: () => 'Asking WeChat about the platform',
    zh: () => '正在向微信查询平台',
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
