import { problem, remark } from '../kind';

/** Findings about the address and the settings that need no request. */
export const address = {
  local: remark<{ host: string }>('info', {
    en: ({ host }) => ({
      seen: `${host} is an address of this machine or network: WeChat itself cannot reach it. It calls public addresses at port 80 (http) or 443 (https).`,
    }),
    zh: ({ host }) => ({
      seen: `${host} 是本机或内网地址，微信服务器无法访问。微信只访问公网地址的 80（http）或 443（https）端口。`,
    }),
  }),
  port: problem<{ port: string; usual: string }>('error', {
    en: ({ port, usual }) => ({
      seen: `The address has port ${port}.`,
      fix: `WeChat calls only port 80 (http) and 443 (https): put a reverse proxy at port ${usual}, and leave the port out of the address.`,
    }),
    zh: ({ port, usual }) => ({
      seen: `地址使用了端口 ${port}。`,
      fix: `微信只支持 80（http）和 443（https）端口：请用反向代理监听 ${usual} 端口，并去掉地址中的端口。`,
    }),
  }),
  'token-form': problem<{ length: number }>('error', {
    en: ({ length }) => ({
      seen: `The Token has ${length} characters, or others than letters and digits.`,
      fix: 'The console takes a Token of 3 to 32 letters and digits: choose one, and set it on both sides.',
    }),
    zh: ({ length }) => ({
      seen: `Token 长度为 ${length}，或含有字母和数字以外的字符。`,
      fix: '后台的 Token 必须是 3 到 32 位字母或数字：请重新设定，并保持两边一致。',
    }),
  }),
  'key-form': problem<{ length: number }>('error', {
    en: ({ length }) => ({
      seen: `The EncodingAESKey has ${length} characters, or others than letters and digits.`,
      fix: 'It has exactly 43 letters and digits: copy it again from the console, without spaces and without "=".',
    }),
    zh: ({ length }) => ({
      seen: `EncodingAESKey 长度为 ${length}，或含有字母和数字以外的字符。`,
      fix: '它必须是 43 位字母或数字：请从后台重新复制，不要带空格或“=”。',
    }),
  }),
};
