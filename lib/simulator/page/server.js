/** @import { PlatformCommand } from '../platform/protocol.ts' */
/** @import { Command, CommandAnswer, Conversation, Failure, Upload } from '../protocol.ts' */

/** The server did not take something; the text says why. */
export class Refused extends Error {
  /** @param {Failure} failure */
  constructor({ message, text }) {
    super(message);
    this.text = text;
  }
}

/**
 * Listens to the server for as long as the page is open, again after each loss of the connection.
 *
 * @template E
 * @param {{ onEvent: (event: E) => void, onOnline: (online: boolean) => void }} listeners
 */
export function listen({ onEvent, onOnline }) {
  const source = new EventSource('events');
  // Our own server sends nothing but such events.
  source.onmessage = ({ data }) => {
    /** @type {unknown} */
    const event = JSON.parse(String(data));
    onEvent(/** @type {E} */ (event));
  };
  source.onopen = () => onOnline(true);
  source.onerror = () => {
    onOnline(false);
    // A browser gives up after an answer that is no stream, as of a proxy in front of a server that restarts.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onEvent, onOnline }), 2000);
  };
}

/**
 * Asks the server for something.
 *
 * @param {Command} command
 * @returns {Promise<CommandAnswer>}
 */
export const send = (command) => post('commands', JSON.stringify(command), 'application/json');

/**
 * The same for the page of platforms.
 *
 * @param {PlatformCommand} command
 * @returns {Promise<{ readonly ok: true }>}
 */
export const ask = (command) => post('commands', JSON.stringify(command), 'application/json');

/**
 * Stores a file as if a user had sent it, and yields its media id.
 *
 * @param {'image' | 'voice' | 'video'} type
 * @param {Blob} file
 * @param {string} filename
 * @returns {Promise<string>}
 */
export async function upload(type, file, filename) {
  const query = new URLSearchParams({ type, filename });
  /** @type {Upload} */
  const { id } = await post(`uploads?${query}`, file, 'application/octet-stream');
  return id;
}

/**
 * Plays a saved conversation again.
 *
 * @param {Conversation} conversation
 * @returns {Promise<CommandAnswer>}
 */
export const replay = (conversation) => post('replay', JSON.stringify(conversation), 'application/json');

/**
 * Where the bytes of a media are.
 *
 * @param {string} mediaId
 */
export const mediaUrl = (mediaId) =>
  `media/${encodeURIComponent(mediaId).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;

/**
 * Where a picture of a message is, as far as the server has it. Other hosts are never asked.
 *
 * @param {string} url
 */
export const pictureUrl = (url) => `picture?${new URLSearchParams({ url })}`;

/**
 * @template {{ readonly ok: true }} T
 * @param {string} path
 * @param {BodyInit} body
 * @param {string} type
 * @returns {Promise<T>}
 */
async function post(path, body, type) {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body });
  /** @type {unknown} */
  const json = await response.json();
  // As the protocol has it for each of these paths.
  const answer = /** @type {T | Failure} */ (json);
  if (!answer.ok) throw new Refused(answer);
  return answer;
}
