import type { Store } from '../../index';
import { EXIT } from '../exit';
import type { Exit } from '../exit';
import type { CliContext } from '../cli-context';
import { openPlatform } from './connect';
import type { OpenPlatform } from './connect';

type Ticket = Awaited<ReturnType<Store['platforms']['tickets']>>[number];

/** Returns the age of a ticket in whole minutes. */
export const minutesOld = ({ createdAt }: Ticket): number =>
  Math.max(0, Math.floor((Date.now() / 1000 - createdAt) / 60));

/** Returns the newest ticket of the store, if the store is known and has one. */
export const newestTicket = async ({ store, componentAppId }: OpenPlatform): Promise<Ticket | undefined> =>
  (await store?.platforms.tickets(componentAppId))?.[0];

/** Asks WeChat to push the platform's ticket again, and prints the age of the newest one. */
export async function ticket(run: CliContext): Promise<Exit> {
  const open = await openPlatform(run);
  try {
    run.progress(run.say('ticket-asking'));
    await open.platform.api.component.startPushTicket();
    const newest = await newestTicket(open);
    const minutes = newest && minutesOld(newest);
    const known = open.store !== undefined;
    run.print(
      {
        asked: true,
        newest: newest ? { created_at: new Date(newest.createdAt * 1000).toISOString(), minutes } : null,
      },
      [
        run.say('ticket-asked'),
        minutes === undefined
          ? run.say(known ? 'ticket-absent' : 'ticket-elsewhere')
          : run.say('ticket-age', { minutes }),
      ].join('\n'),
    );
    return EXIT.fine;
  } finally {
    await open.close();
  }
}
