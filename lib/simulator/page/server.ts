import type { PlatformCommand } from '../platform/protocol';
import type { AccountData, Command, CommandAnswer, Conversation, Failure, Upload } from '../protocol';
import type { Words } from '../../language';

/** The server refused a request; `text` gives the reason. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly text: Words;

  constructor({ message, text }: Failure) {
    super(message);
    this.text = text;
  }
}

/** The callbacks for events of the server. */
interface Listeners<E> {
  readonly onEvent: (event: E) => void;
  readonly onOnline: (online: boolean) => void;
}

/** Listens to the server while the page is open. It reconnects after each loss of the connection. */
export function listen<E>(listeners: Listeners<E>): void {
  const { onEvent, onOnline } = listeners;
  const source = new EventSource('events');
  // Our own server sends only such events.
  source.onmessage = ({ data }) => onEvent(JSON.parse(String(data)) as E);
  source.onopen = () => onOnline(true);
  source.onerror = () => {
    onOnline(false);
    // A browser stops after a response that is not a stream. A proxy sends one while the server behind it
    // restarts.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listeners), 2000);
  };
}

/** Sends a command to the server. */
export const send = (command: Command): Promise<CommandAnswer> => postJson('commands', command);

/** Sends a command of the page of platforms. */
export const ask = (command: PlatformCommand): Promise<{ readonly ok: true }> =>
  postJson('commands', command);

/** Stores a file as if a user had sent it, and returns its media id. */
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

/** Reads the data of the account. */
export const readAccountData = async (): Promise<AccountData> =>
  // The protocol gives this path this type.
  (await (await fetch('account-data')).json()) as AccountData;

/** The address of the bytes of a media file. */
export const mediaUrl = (mediaId: string): string =>
  `media/${encodeURIComponent(mediaId).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;

/** The address of a picture in a message, if the server has it. Other hosts never get a request. */
export const pictureUrl = (url: string): string => `picture?${new URLSearchParams({ url }).toString()}`;

const postJson = <T extends { readonly ok: true }>(path: string, body: unknown): Promise<T> =>
  post<T>(path, JSON.stringify(body), 'application/json');

async function post<T extends { readonly ok: true }>(path: string, body: BodyInit, type: string): Promise<T> {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body });
  // The protocol gives each of these paths its type.
  const answer = (await response.json()) as T | Failure;
  if (!answer.ok) throw new RefusedError(answer);
  return answer;
}
