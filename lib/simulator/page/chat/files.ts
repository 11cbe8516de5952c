import type { App } from '../app';
import { chooseFiles } from '../controls';
import { t } from '../language';
import { upload } from '../server';

type FileKind = 'image' | 'voice' | 'video';

/** The file types that each kind of message accepts. */
export const ACCEPT = {
  image: 'image/png,image/jpeg,image/gif,image/bmp',
  voice: 'audio/amr,audio/mpeg,.amr,.mp3',
  video: 'video/mp4',
} as const satisfies Readonly<Record<FileKind, string>>;

/** Sends files, one message for each. */
export async function sendFiles(
  { act, attempt, store, toast }: App,
  openid: string,
  files: readonly File[],
): Promise<void> {
  for (const file of files) {
    const kind = kindOf(file);
    if (kind === undefined) toast(t('fileKind', { name: file.name }), 'bad');
    else if (file.size > store.get().limits.upload) toast(t('fileSize', { name: file.name }), 'bad');
    else {
      const id = await attempt(() => upload(kind, file, nameOf(file, kind)));
      if (id !== undefined) await act({ type: 'send', openid, kind, file: id });
    }
  }
}

/** Lets the user choose files and sends them. */
export const chooseAndSend = async (app: App, openid: string, kind: FileKind): Promise<void> =>
  sendFiles(app, openid, await chooseFiles(ACCEPT[kind], kind === 'image'));

function kindOf({ type, name }: File): FileKind | undefined {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('audio/') || /\.amr$/i.test(name)) return 'voice';
  return type.startsWith('video/') ? 'video' : undefined;
}

/** WeChat reads the extension, and a pasted picture may have none. */
const nameOf = ({ name, type }: File, kind: FileKind): string =>
  /\.\w+$/.test(name) ? name.toLowerCase() : `${kind}.${type.split('/')[1] ?? 'bin'}`;
