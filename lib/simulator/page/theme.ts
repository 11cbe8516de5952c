import { recall, remember } from './remembered';

const root = document.documentElement;
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark now: as chosen here, else as the system is. */
export const isDark = (): boolean =>
  root.dataset.theme === undefined ? prefersDark.matches : root.dataset.theme === 'dark';

/** Takes the choice of an earlier visit. */
export function startTheme(): void {
  const theme = recall('theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
}

/** Changes between dark and light, and remembers it. */
export function switchTheme(): void {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset.theme = theme;
  remember('theme', theme);
}
