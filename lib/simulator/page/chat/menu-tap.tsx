import type { VNode } from 'preact';
import type { MenuButton } from '../../protocol';
import type { App } from '../app';
import { Field, chooseFiles } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';
import { upload } from '../server';
import { ACCEPT } from './files';
import { PlaceDialog } from './place-dialog';
import { visit } from './web';

const MAX_PICTURES = 9;

/**
 * Taps a button of the menu. Before that, asks for the code, the pictures or the place that the button needs.
 */
export async function tapButton(
  app: App,
  openid: string,
  { type, url, name }: MenuButton,
  path: readonly number[],
): Promise<void> {
  const { act, open } = app;
  const tap = { type: 'tapMenu', openid, path } as const;
  switch (type) {
    case 'scancode_push':
    case 'scancode_waitmsg':
      open(() => <CodeDialog title={name} onScan={(scanned) => void act({ ...tap, scanned })} />);
      return;
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin': {
      const files = await choosePictures(app, type !== 'pic_sysphoto');
      if (files.length > 0) await act({ ...tap, files });
      return;
    }
    case 'location_select':
      open(() => <PlaceDialog submit={t('send')} onChoose={(place) => void act({ ...tap, place })} />);
      return;
    case 'view': {
      const answer = await act(tap);
      if (answer !== undefined && url !== undefined) await visit(app, openid, url, 'menu');
      return;
    }
    default:
      await act(tap);
  }
}

interface CodeDialogProps {
  readonly title: string;
  readonly onScan: (scanned: string) => void;
}

/** Asks for the content of the code that is scanned. */
const CodeDialog = ({ title, onScan }: CodeDialogProps): VNode => (
  <Dialog title={title} submit={t('scan')} onSubmit={(value) => onScan(value('scanned'))}>
    <Field label={t('scanned')}>
      {(labelled) => (
        <input
          {...labelled}
          name="scanned"
          required
          autocomplete="off"
          autofocus
          defaultValue="https://example.com/?code=1"
        />
      )}
    </Field>
  </Dialog>
);

async function choosePictures({ attempt }: App, multiple: boolean): Promise<readonly string[]> {
  const files = (await chooseFiles(ACCEPT.image, multiple)).slice(0, MAX_PICTURES);
  const ids = await attempt(() =>
    Promise.all(files.map((file) => upload('image', file, file.name.toLowerCase()))),
  );
  return ids ?? [];
}
