import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../icons';
import type { IconName } from '../icons';
import { t } from '../language';
import { mediaUrl } from '../server';

/** Shows a picture by its media id. */
export function Picture({ mediaId }: { readonly mediaId: string }): VNode {
  const [gone, setGone] = useState(false);
  return (
    <span class="picture">
      {gone ? (
        <Missing name="picture" text={t('noPicture')} />
      ) : (
        <img src={mediaUrl(mediaId)} alt={t('picture')} onError={() => setGone(true)} />
      )}
    </span>
  );
}

interface VideoProps {
  readonly mediaId: string;
  /** The text below the video. */
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** Shows a video by its media id. */
export function Video({ mediaId, title, description }: VideoProps): VNode {
  const [gone, setGone] = useState(false);
  const frame = (
    <span class="picture">
      {gone ? (
        <>
          <Missing name="video" text={t('noVideo')} />
          <Download mediaId={mediaId} />
        </>
      ) : (
        <video
          src={mediaUrl(mediaId)}
          controls
          preload="metadata"
          aria-label={t('video')}
          onError={() => setGone(true)}
        />
      )}
    </span>
  );
  if (title === undefined && description === undefined) return frame;
  return (
    <div class="card">
      {frame}
      {title !== undefined && <p class="card-title">{title}</p>}
      {description !== undefined && <p class="card-text">{description}</p>}
    </div>
  );
}

/** A voice message. A tap plays it; a file that the browser cannot play (AMR) can be saved. */
export function Voice({ mediaId }: { readonly mediaId: string }): VNode {
  const [state, setState] = useState<'quiet' | 'playing' | 'unplayable'>('quiet');
  const [seconds, setSeconds] = useState<number>();
  const audio = useRef<HTMLAudioElement>(null);
  if (state === 'unplayable')
    return (
      <span class="voice-frame">
        <span class="voice">
          <Icon name="voice" />
          {t('voice')}
        </span>
        <Download mediaId={mediaId} />
      </span>
    );
  const toggle = () => {
    // If the file cannot be played, its "error" event has already shown that.
    if (audio.current?.paused === true) audio.current.play().catch(() => undefined);
    else audio.current?.pause();
  };
  const length = seconds === undefined ? '' : `${Math.max(1, Math.round(seconds))}″`;
  return (
    <span class="voice-frame">
      <button
        type="button"
        class={`voice${state === 'playing' ? ' playing' : ''}`}
        aria-label={`${t('playVoice')} ${length}`.trimEnd()}
        onClick={toggle}
      >
        <Icon name="voice" />
        <span class="voice-length">{length}</span>
      </button>
      <audio
        ref={audio}
        src={mediaUrl(mediaId)}
        preload="metadata"
        onPlay={() => setState('playing')}
        onPause={() => setState('quiet')}
        onError={() => setState('unplayable')}
        onLoadedMetadata={({ currentTarget: { duration } }) => {
          if (Number.isFinite(duration)) setSeconds(duration);
        }}
      />
    </span>
  );
}

/** Shown instead of a file that is missing, or cannot be shown. */
const Missing = ({ name, text }: { readonly name: IconName; readonly text: string }): VNode => (
  <span class="missing">
    <Icon name={name} />
    <span>{text}</span>
  </span>
);

const Download = ({ mediaId }: { readonly mediaId: string }): VNode => (
  <a class="download" href={mediaUrl(mediaId)} download={mediaId}>
    {t('download')}
  </a>
);
