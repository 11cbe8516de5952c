import type { CSSProperties, VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from './language';
import type { StringKey } from './language';
import { recall, remember } from './remembered';

/** Pixels that one press of an arrow key moves. */
const STEP = 24;

/** A pane whose width the user can change. */
export interface Pane {
  /** For the element around the pane: the chosen width as a custom property, if there is one. */
  readonly style: CSSProperties;
  readonly set: (width: number | undefined) => void;
}

/**
 * Returns the width of a pane, which the browser remembers. Without a chosen width the style sheet decides.
 */
export function usePane(name: 'chat' | 'list'): Pane {
  const [width, setWidth] = useState(() => {
    const known = Number(recall(`pane.${name}`));
    return Number.isFinite(known) && known > 0 ? known : undefined;
  });
  return {
    style: width === undefined ? {} : { [`--${name}-width`]: `${width}px` },
    set(chosen) {
      setWidth(chosen);
      remember(`pane.${name}`, chosen === undefined ? '' : String(chosen));
    },
  };
}

interface SeparatorProps {
  readonly pane: Pane;
  readonly label: StringKey;
  readonly min: number;
  readonly max: number;
}

/**
 * The separator beside a pane. Drag it, or move it by the arrow keys; a double click restores the usual
 * width.
 */
export function Separator({ pane, label, min, max }: SeparatorProps): VNode {
  const element = useRef<HTMLDivElement>(null);
  const [now, setNow] = useState(min);
  const before = () => element.current?.previousElementSibling;
  useLayoutEffect(() => {
    const sized = before();
    if (!(sized instanceof Element)) return undefined;
    const observer = new ResizeObserver(() => setNow(Math.round(sized.getBoundingClientRect().width)));
    observer.observe(sized);
    return () => observer.disconnect();
  }, []);
  const set = (width: number) => pane.set(Math.round(Math.min(Math.max(width, min), max)));
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: now - STEP, ArrowRight: now + STEP, Home: min, End: max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  };
  const onPointerMove = ({ clientX, pointerId }: PointerEvent) => {
    if (element.current?.hasPointerCapture(pointerId) !== true) return;
    set(clientX - (before()?.getBoundingClientRect().left ?? 0));
  };
  return (
    <div
      ref={element}
      class="separator"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(label)}
      aria-valuemin={min}
      aria-valuemax={Math.max(max, now)}
      aria-valuenow={now}
      title={t('separatorHint')}
      onPointerDown={({ pointerId, currentTarget }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={onPointerMove}
      onDblClick={() => pane.set(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
