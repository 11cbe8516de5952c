import { printable } from '../../logger';
import { placeOf } from '../../system-codes';
import { writeDelivery } from '../../testing/push';
import { send } from '../connection';
import type { BotConnection } from '../connection';
import { newPush } from './check-push';
import type { ReportFinding } from './finding';

type Headers = Readonly<Record<string, string>>;

/** Forged headers with which a stranger could pretend to be 微信云托管. */
const FORGERIES: Readonly<Record<string, (openid: string) => Headers>> = {
  'x-wx-source': () => ({ 'X-WX-SOURCE': 'wx_unknown' }),
  'x-wx-source, x-wx-openid': (openid) => ({ 'X-WX-SOURCE': 'wx_unknown', 'X-WX-OPENID': openid }),
  'x-wx-source: wx_client': (openid) => ({ 'X-WX-SOURCE': 'wx_client', 'X-WX-OPENID': openid }),
  'x-wx-sources': () => ({ 'X-WX-SOURCES': 'wx_unknown' }),
};

const FORMATS = ['json', 'xml'] as const;

/** Sends forged pushes to the public address of a service in 微信云托管. All of them must get 403. */
export async function checkCloudRun(
  connection: BotConnection,
  say: string | undefined,
  report: ReportFinding,
): Promise<void> {
  let requests = 0;
  for (const format of FORMATS)
    for (const [headers, forge] of Object.entries(FORGERIES)) {
      const account = { ...connection.account, format };
      const push = newPush(account.originalId, say);
      const request = { ...writeDelivery(push, account), headers: forge(push.from) };
      const { answer } = await send({ ...connection, account }, 'POST', request);
      if (answer === undefined) {
        report('cloudrun-closed', { address: placeOf(connection.url) });
        return;
      }
      const { status, body } = answer;
      if (status === 200) report('cloudrun-accepted', { headers, answer: printable(body.toString().trim()) });
      else if (status !== 403) report('cloudrun-other', { status });
      else requests++;
      if (status !== 403) return;
    }
  report('cloudrun-refused', { requests });
}
