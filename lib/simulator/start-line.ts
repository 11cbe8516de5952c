/** What starts a bot whose calls go to that address, in the shell that is usual on this system. */
export const startLine = (apiUrl: string, platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32'
    ? `$env:WECHAT_API_HOST='${apiUrl}'; node bot.js`
    : `WECHAT_API_HOST=${apiUrl} node bot.js`;
