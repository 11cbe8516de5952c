import { spawn } from 'node:child_process';

/** Opens the page where there is a desktop with somebody in front of it. */
export function openBrowser(url: string): void {
  const { platform, env, stdout } = process;
  const hasDesktop = platform === 'darwin' || platform === 'win32' || (env.DISPLAY ?? env.WAYLAND_DISPLAY);
  if (!stdout.isTTY || !hasDesktop) return;
  const [program = '', ...before] =
    platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler']
      : [platform === 'darwin' ? 'open' : 'xdg-open'];
  // The address has been printed: when this fails, nothing is lost.
  spawn(program, [...before, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
