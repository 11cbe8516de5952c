import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Place } from '../../protocol';
import { Icon } from '../icons';
import type { IconName } from '../icons';
import { t } from '../language';
import { mediaUrl, pictureUrl } from '../server';
import { Plane } from './map';
import { WebLink, isWeb, richText } from './text';

interface CardToProps {
  readonly address: string;
  readonly class: string;
  readonly children: ComponentChildren;
}

/** A card that opens a page, if its address is a web address. */
export const CardTo = ({ address, class: look, children }: CardToProps): VNode =>
  isWeb(address) ? (
    <WebLink address={address} class={look}>
      {children}
    </WebLink>
  ) : (
    <div class={look}>{children}</div>
  );

interface FrameProps {
  /** An address of this server; `''` if there is no picture. */
  readonly src: string;
  readonly class: string;
  /** Shown instead of a picture that this server does not have. */
  readonly icon: IconName;
}

function Frame({ src, class: look, icon }: FrameProps): VNode {
  const [gone, setGone] = useState('');
  return (
    <span class={look}>
      {src === '' || gone === src ? (
        <Icon name={icon} />
      ) : (
        <img src={src} alt="" onError={() => setGone(src)} />
      )}
    </span>
  );
}

/** A picture of a message, if this server has it. The page sends requests to no other host. */
export const Cover = ({ url, class: look }: { readonly url: string; readonly class: string }): VNode => (
  <Frame src={url === '' ? '' : pictureUrl(url)} class={look} icon="picture" />
);

interface ThumbProps {
  readonly mediaId: string;
  readonly icon: IconName;
  readonly class?: string;
}

const Thumb = ({ mediaId, icon, class: look = 'thumb' }: ThumbProps): VNode => (
  <Frame src={mediaId === '' ? '' : mediaUrl(mediaId)} class={look} icon={icon} />
);

interface LinkCardProps {
  readonly title: string;
  readonly description: string;
  readonly url: string;
}

export const LinkCard = ({ title, description, url }: LinkCardProps): VNode => (
  <CardTo address={url} class="card link-card">
    <span class="card-title">{title}</span>
    <span class="link-body">
      <span class="card-text">{description}</span>
      <span class="thumb">
        <Icon name="link" />
      </span>
    </span>
  </CardTo>
);

export const PlaceCard = ({ place }: { readonly place: Place }): VNode => {
  const { latitude, longitude, label = '', name = '' } = place;
  return (
    <div class="card place-card">
      <p class="card-title">{name || label || t('place')}</p>
      <p class="card-text">{`${latitude.toFixed(6)}, ${longitude.toFixed(6)}`}</p>
      <Plane latitude={latitude} longitude={longitude} />
    </div>
  );
};

/** The content of a message: fields of any type. */
export type Fields = Readonly<Record<string, unknown>>;

export const MusicCard = ({ music }: { readonly music: Fields }): VNode => {
  const { Title, Description, MusicUrl, HQMusicUrl, ThumbMediaId } = music;
  return (
    <CardTo address={textOf(MusicUrl) || textOf(HQMusicUrl)} class="card music-card">
      <Thumb mediaId={textOf(ThumbMediaId)} icon="note" />
      <span class="music-text">
        <span class="card-title">{textOf(Title) || t('music')}</span>
        <span class="card-text">{textOf(Description)}</span>
      </span>
      <span class="music-play">
        <Icon name="play" />
      </span>
    </CardTo>
  );
};

export const MiniProgramCard = ({ page }: { readonly page: Fields }): VNode => {
  const { title, appid, pagepath, thumb_media_id } = page;
  return (
    <div class="card mini-card">
      <p class="mini-head">
        <Icon name="app" />
        <span>{textOf(appid)}</span>
      </p>
      <p class="card-title">{textOf(title) || textOf(pagepath)}</p>
      <Thumb mediaId={textOf(thumb_media_id)} icon="app" class="mini-picture" />
      <p class="mini-foot">
        <Icon name="app" />
        {t('miniProgram')}
      </p>
    </div>
  );
};

interface TemplateCardProps {
  readonly title: string;
  readonly content: string;
  readonly url?: string | undefined;
  readonly miniProgram: boolean;
}

/** A template message, or a subscription message (订阅通知). */
export const TemplateCard = ({ title, content, url = '', miniProgram }: TemplateCardProps): VNode => (
  <CardTo address={url} class="card template-card">
    <span class="card-title">{title}</span>
    <span class="template-text">{content}</span>
    {(isWeb(url) || miniProgram) && (
      <span class="template-foot">
        {t(miniProgram ? 'miniProgram' : 'details')}
        <Icon name="forward" />
      </span>
    )}
  </CardTo>
);

interface PlainCardProps {
  readonly title: string;
  readonly text: string;
  readonly icon: IconName;
}

export const PlainCard = ({ title, text, icon }: PlainCardProps): VNode => (
  <div class="card plain-card">
    <span class="thumb">
      <Icon name={icon} />
    </span>
    <span>
      <span class="card-title">{title}</span>
      <span class="card-text">{richText(text)}</span>
    </span>
  </div>
);

/** Returns the text of a field, which may have any type. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Returns the fields of a value, which may have any type. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};
