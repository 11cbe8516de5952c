import type { PlatformCommand } from '../platform/protocol';
import type { AccountData, Command, CommandAnswer, Conversation, Failure, Upload } from '../protocol';
import type { Words } from '../../language';

/** The server did not take something; `text` says why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly text: Words;

  constructor({ message, text }: Failure) {
    super(message);
    this.text = text;
  }
}

/** Who is told of what the server says. */
interface Listeners<E> {
  readonly onEvent: (event: E) => void;
  readonly onOnline: (online: boolean) => void;
}

/** Listens to the server for as long as the page is open, again after each loss of the connection. */
export function listen<E>(listeners: Listeners<E>): void {
  const { onEvent, onOnline } = listeners;
  const source = new EventSource('events');
  // Our own server sends nothing but such events.
  source.onmessage = ({ data }) => onEvent(JSON.parse(String(data)) as E);
  source.onopen = () => onOnline(true);
  source.onerror = () => {
    onOnline(false);
    // A browser gives up after an answer that is no stream, as of a proxy in front of a server that restarts.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listeners), 2000);
  };
}

/** Asks the server for something. */
export const send = (command: Command): Promise<CommandAnswer> => postJson('commands', command);

/** The same for the page of platforms. */
export const ask = (command: PlatformCommand): Promise<{ readonly ok: true }> =>
  postJson('commands', command);

/** Stores a file as if a user had sent it, and yields its media id. */
export async function upload(
  type: 'image' | 'voice' | 'video',
  file: Blob,
  filename: string,
): Promise<string> {
  const query = new URLSearchParams({ type, filename }).toString();
  const { id } = await post<Upload>(`uploads?${query}`, file, 'application/octet-stream');
  return id;
}

/** Plays a saved conversation again. */
export const replay = (conversation: Conversation): Promise<CommandAnswer> =>
  postJson('replay', conversation);

/** What the account has by now. */
export const readAccountData = async (): Promise<AccountData> =>
  // As the protocol has it for this path.
  (await (await fetch('account-data')).json()) as AccountData;

/** Where the bytes of a media are. */
export const mediaUrl = (mediaId: string): string =>
  `media/${encodeURIComponent(mediaId).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;

/** Where a picture of a message is, as far as the server has it. Other hosts are never asked. */
export const pictureUrl = (url: string): string => `picture?${new URLSearchParams({ url }).toString()}`;

const postJson = <T extends { readonly ok: true }>(path: string, body: unknown): Promise<T> =>
  post<T>(path, JSON.stringify(body), 'application/json');

async function post<T extends { readonly ok: true }>(path: string, body: BodyInit, type: string): Promise<T> {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body });
  // As the protocol has it for each of these paths.
  const answer = (await response.json()) as T | Failure;
  if (!answer.ok) throw new RefusedError(answer);
  return answer;
}
