import { ok } from '../answer';
import type { MessageContent } from '../content-kind';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { id, number, within } from '../fields';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { closedSessions, sessions } from './kf-account';

/** A line of a conversation. */
interface Line {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly openid: string;
  readonly worker: string;
  readonly opercode: typeof SENT | typeof RECEIVED;
  readonly text: string;
}

const SENT = 2002;
const RECEIVED = 2003;
const DAY_S = 86_400;

/** What the staff wrote. */
export const staffLines = ({ clock }: FakeAccount) => {
  const lines: Line[] = [];
  return {
    all: (): readonly Line[] => lines,
    add(openid: string, worker: string, content: MessageContent): void {
      const text = content.MsgType === 'text' ? content.Content : `[${content.MsgType}]`;
      lines.push({ at: clock.now(), openid, worker, opercode: SENT, text });
    },
  };
};

/** What users wrote while somebody served them. */
function userLines(account: FakeAccount): Line[] {
  const open = [...account.part(sessions)].map(([openid, session]) => ({
    ...session,
    openid,
    closedAt: Infinity,
  }));
  return [...account.part(closedSessions).values(), ...open].flatMap(
    ({ openid, kf_account: worker, createtime, closedAt }) =>
      (account.userRecords.get(openid)?.activity ?? []).flatMap((activity) =>
        activity.did === 'write' && activity.at >= createtime * 1000 && activity.at < closedAt
          ? [{ at: activity.at, openid, worker, opercode: RECEIVED, text: activity.text }]
          : [],
      ),
  );
}

/** What users and staff wrote (聊天记录). */
export const kfRecord: readonly Endpoint[] = [
  post(
    'kfRecord.getMsgList',
    '/customservice/msgrecord/getmsglist',
    { starttime: number, endtime: number, msgid: id, number: within(LIMITS.kfRecords, number) },
    ({ account, fields: { starttime, endtime, msgid, number: most } }) => {
      if (endtime <= starttime) throw new ApiRefusalError(65416, '"endtime" is after "starttime"');
      if (endtime - starttime > DAY_S) throw new ApiRefusalError(65417, 'at most 24 hours');
      const page = [...account.part(staffLines).all(), ...userLines(account)]
        .sort((one, other) => one.at - other.at)
        .map(({ at, ...line }, index) => ({
          line: { ...line, time: Math.floor(at / 1000) },
          place: index + 1,
        }))
        .filter(({ line: { time }, place }) => time >= starttime && time < endtime && place >= Number(msgid))
        .slice(0, most);
      const next = (page.at(-1)?.place ?? Number(msgid) - 1) + 1;
      return ok({ recordlist: page.map(({ line }) => line), number: page.length, msgid: next });
    },
  ),
];
