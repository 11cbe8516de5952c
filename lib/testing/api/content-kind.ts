import type { Reply, TransferReply } from '../../model/replies';
import type { OtherContent } from '../seen';
import type { FakeAccount } from './fake-account';
import { anyObject, readFields } from './fields';
import type { Fields, Rules } from './fields';

/** What a message says, before it is known how it goes out. */
export type MessageContent = Exclude<Reply, TransferReply> | OtherContent;

/** Reads what a message of some kind says from the field of that name. */
export type ContentKind = (value: unknown, name: string, account: FakeAccount) => MessageContent;

/** A kind of message: what its field holds, and how that reads as a reply. */
export const kind =
  <R extends Rules>(
    rules: R,
    read: (fields: Fields<R>, account: FakeAccount) => MessageContent,
  ): ContentKind =>
  (value, name, account) =>
    read(readFields(rules, anyObject(value, name), `${name}.`), account);

/** A kind that is kept as it was sent. */
export const other = <R extends Rules>(
  MsgType: OtherContent['MsgType'],
  rules: R,
  check?: (fields: Fields<R>, account: FakeAccount) => void,
): ContentKind =>
  kind(rules, (fields, account) => {
    check?.(fields, account);
    return { MsgType, [MsgType]: fields };
  });
