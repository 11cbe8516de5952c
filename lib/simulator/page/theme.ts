import { recall, remember } from './remembered';

const root = document.documentElement;
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** Tells whether the page is dark now: as chosen here, else as in the system. */
export const isDark = (): boolean =>
  root.dataset.theme === undefined ? prefersDark.matches : root.dataset.theme === 'dark';

/** Applies the choice of an earlier visit. */
export function startTheme(): void {
  const theme = recall('theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
}

/** Switches between dark and light, and remembers the choice. */
export function switchTheme(): void {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset.theme = theme;
  remember('theme', theme);
}
