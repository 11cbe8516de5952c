import type { VNode } from 'preact';

/** Strokes on an area of 24 × 24. */
const PATHS = {
  keyboard: 'M3 6h18v12H3zM7 10h.01M10.5 10h.01M14 10h.01M17.5 10h.01M7.5 14h9',
  menu: 'M4 7h16M4 12h16M4 17h16',
  plus: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8v8M8 12h8',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 9.5v.6M15.5 9.5v.6M8 14c1 1.8 2.4 2.7 4 2.7s3-.9 4-2.7',
  send: 'M4 12 20 4l-5 16-3.5-6.5z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9h.01',
  video: 'M3 6.5h12v11H3zM15 10.5l6-3v9l-6-3',
  voice:
    'M12 3.5a2.7 2.7 0 0 1 2.7 2.7v5a2.7 2.7 0 0 1-5.4 0v-5A2.7 2.7 0 0 1 12 3.5M6 11a6 6 0 0 0 12 0M12 17v3.5',
  place:
    'M12 21s-6.5-5.7-6.5-11a6.5 6.5 0 0 1 13 0c0 5.3-6.5 11-6.5 11M12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M9 6v12M15 6v12',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3.2 2',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01',
  push: 'M12 19V5M6.5 10.5 12 5l5.5 5.5',
  call: 'M5 12h14M13.5 6.5 19 12l-5.5 5.5',
  copy: 'M8 8h11v12H8zM16 8V4H5v12h3',
  save: 'M12 4v10.5M7.5 10.5 12 15l4.5-4.5M5 19.5h14',
  open: 'M12 15V4.5M7.5 8.5 12 4l4.5 4.5M5 19.5h14',
  replay: 'M5 12a7 7 0 1 0 2.2-5.1L4.5 9.5M4.5 4.5v5h5',
  columns: 'M4 5h7v14H4zM13 5h7v14h-7z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M5.3 18.7 7 17M17 7l1.7-1.7',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  chat: 'M4 5h16v11.5h-8L7.5 20v-3.5H4z',
  inspect: 'M4 19.5V13M9.3 19.5V8M14.6 19.5v-7M20 19.5V4.5',
  switches:
    'M4 8h9M19 8h1M16 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M4 16h1M11 16h9M8 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  book: 'M5 4.5h11a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3zM9 9h6M9 13h6',
  note: 'M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M9 18V5.5l10-2V16M19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0',
  app: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 9.5v5a2 2 0 1 1-2-2M12 9.5a2 2 0 1 1 2 2',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon beside a text or in a labelled button, so it needs no name of its own. */
export const Icon = ({ name }: { readonly name: IconName }): VNode => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
