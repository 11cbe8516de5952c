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
  'doctor-summary': text<{ errors: number; warnings: number }>({
    en: ({ errors, warnings }) =>
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
    zh: ({ errors, warnings }) => `${errors} 个错误，${warnings} 个警告。`,
  }),
};
