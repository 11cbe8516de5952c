import { file, page } from '../answer';
import type { Endpoint, EndpointContext } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { PICTURE, VIDEO } from '../hosted';
import type { MediaFile } from '../media-file';
import { materials } from './material';
import { temporaryMedia } from './media';

/** The media of an account with that id, temporary or permanent. */
export const mediaOf = (account: FakeAccount, id: string): MediaFile | undefined =>
  account.part(temporaryMedia).find(id) ?? account.part(materials).get(id);

function serve(context: EndpointContext, id: string) {
  const found = context.accounts.map((account) => mediaOf(account, id)).find((media) => media !== undefined);
  return found === undefined ? page(404) : file(found.data, found.contentType);
}

/** A path of another host, where the file is that this part of the query names. */
const files = (path: string, name: string): Endpoint => ({
  method: 'GET',
  path,
  answer: ({ query }, context) => serve(context, query[name] ?? ''),
});

/** What WeChat keeps on hosts of its own: the pictures and videos of messages. */
export const fileHost: readonly Endpoint[] = [files(PICTURE, 'id'), files(VIDEO, 'vkey')];
