// #region imports
import { ApiError, TransportError, hintFor } from 'offiaccount';
import type { Api, Handler } from 'offiaccount';
// #endregion

// #region call
/** Sends a reminder. Says whether it has been sent. */
export async function remind(api: Api, openid: string, text: string): Promise<boolean> {
  try {
    await api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content: text } });
    return true;
  } catch (error) {
    // WeChat said no, and `errcode` tells why.
    if (error instanceof ApiError && [45015, 45047].includes(error.errcode)) return false;
    // No answer. With `sent` it may have arrived: sending it again may show it twice.
    if (error instanceof TransportError && error.sent) return true;
    throw error;
  }
}
// #endregion

// #region explain
/** One line for the log of an operator, in Chinese. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error);
  const { errcode, endpoint, rid } = error;
  return `${endpoint} ${errcode} ${hintFor(error, 'zh') ?? error.errmsg} (rid: ${rid ?? '-'})`;
}
// #endregion

// #region handlers
/** Put it in front of the handlers: the user gets an answer, whatever goes wrong behind it. */
export const apologise: Handler = async (_ctx, next) => {
  try {
    return await next();
  } catch (error) {
    console.error(explain(error));
    return 'Sorry, please try again in a minute.';
  }
};
// #endregion
