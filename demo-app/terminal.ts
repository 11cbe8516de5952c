import type { CallRecord, DeliveryRecord, PushRecord } from 'offiaccount/simulator';
import type { SeenMessage } from 'offiaccount/testing';

const color = (code: number) => (text: string) =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text;
export const bold = color(1);
const dim = color(2);
const green = color(32);
const red = color(31);

/** Shows a push, each of its deliveries, and what the user saw. */
export function showPush({ text, deliveries, outcome, problem, reply }: PushRecord): void {
  console.log(dim(`  push: ${oneLine(text)}`));
  deliveries.forEach(showDelivery);
  if (reply === undefined) console.log(`  ${problem ?? outcome}`);
  else showMessage(reply);
}

function showDelivery(delivery: DeliveryRecord, index: number): void {
  const { query, start, end = start, status, cut, answer, answerText = answer } = delivery;
  const took = Math.round(end - start);
  console.log(`  delivery ${index + 1} ${dim(`?${shorten(new URLSearchParams(query).toString(), 60)}`)}`);
  console.log(
    cut
      ? red(`    cut by WeChat after ${took} ms`)
      : `    ${status} after ${took} ms ${dim(oneLine(answerText))}`,
  );
}

/** Shows a call of the API. */
export const showCall = ({ method, path, status, errcode }: CallRecord): void =>
  console.log(dim(`  call: ${method} ${path} → ${status ?? 'no answer'} ${errcode ?? ''}`));

const oneLine = (text: string): string => shorten(text.replace(/\s*\n\s*/g, ''), 320);

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** A message as the user sees it. */
function describe(message: SeenMessage): string {
  switch (message.MsgType) {
    case 'text':
    case 'system':
      return message.Content;
    case 'news':
      return message.Articles.item.map(({ Title, Url }) => `[${Title}](${Url})`).join(' ');
    default:
      return JSON.stringify(message);
  }
}

/** Shows a message. */
export const showMessage = (message: SeenMessage): void => console.log(`  ${green(describe(message))}`);
