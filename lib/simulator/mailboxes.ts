import type { WaitingTexts } from './settings';

/** How often a bot's mailbox is looked into: it tells of nothing by itself. */
const LOOK_EVERY_MS = 500;
/** Characters of a text that the page shows. */
const MAX_SHOWN = 200;

/** What waits for each user in the mailbox of a bot. */
export interface Mailboxes {
  of(openid: string): readonly string[] | undefined;
  close(): void;
}

/** Looks into a mailbox from time to time, and says when something has changed. */
export function watchMailbox(
  mailbox: WaitingTexts | undefined,
  account: string,
  openids: () => readonly string[],
  changed: () => void,
): Mailboxes {
  if (mailbox === undefined) return { of: () => undefined, close: () => undefined };
  const texts = new Map<string, readonly string[]>();
  let isLooking = false;

  async function look(box: WaitingTexts): Promise<void> {
    for (const openid of openids())
      // Its store may be away: then the last is shown.
      await box.waiting(openid, account).then(
        (found) =>
          texts.set(
            openid,
            found.map((text) => text.slice(0, MAX_SHOWN)),
          ),
        () => undefined,
      );
    changed();
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look(mailbox).finally(() => (isLooking = false));
  }, LOOK_EVERY_MS);
  timer.unref();
  return { of: (openid) => texts.get(openid), close: () => clearInterval(timer) };
}
