import { problem, remark } from '../kind';

/** Findings about forged pushes at 微信云托管, which forwards pushes without a signature. */
export const cloudRun = {
  'cloudrun-refused': remark<{ requests: number }>('ok', {
    en: ({ requests }) => ({
      seen: `All ${requests} forged pushes are refused at this address, with 403.`,
    }),
    zh: ({ requests }) => ({ seen: `在这个地址，${requests} 个伪造的推送都被拒绝（403）。` }),
  }),
  'cloudrun-accepted': problem<{ headers: string; answer: string }>('error', {
    en: ({ headers, answer }) => ({
      seen: `A forged push is taken (${headers}; answer: "${answer}"): whoever reaches this address can pass for WeChat.`,
      fix: 'Switch 公网访问 off for the service in the console of 微信云托管, and reach nothing of it but by its gateway.',
    }),
    zh: ({ headers, answer }) => ({
      seen: `伪造的推送被接受（${headers}；应答：“${answer}”）：能访问这个地址的人都可以冒充微信。`,
      fix: '请在微信云托管控制台关闭该服务的公网访问，并确保只能通过云托管网关访问它。',
    }),
  }),
  'cloudrun-other': problem<{ status: number }>('warning', {
    en: ({ status }) => ({
      seen: `A forged push is answered with ${status}, and not with 403: it cannot be told whether it is believed.`,
      fix: 'Is this the path that the console has for pushes, and is wechat() there?',
    }),
    zh: ({ status }) => ({
      seen: `伪造的推送得到的状态码是 ${status}，而不是 403，无法判断是否会被接受。`,
      fix: '请检查这是不是控制台中配置的推送路径，以及 wechat() 是否挂载在该路径。',
    }),
  }),
  'cloudrun-closed': remark<{ address: string }>('info', {
    en: ({ address }) => ({
      seen: `Nothing answers at ${address}. Where 公网访问 is off, it should be so.`,
    }),
    zh: ({ address }) => ({ seen: `${address} 没有应答。如果已关闭公网访问，这是正常的。` }),
  }),
};
