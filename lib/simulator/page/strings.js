import { chat } from './strings/chat.js';
import { inspector } from './strings/inspector.js';
import { page } from './strings/page.js';
import { platform } from './strings/platform.js';
import { settings } from './strings/settings.js';

/** Every text of the page. A text without one of the languages does not compile. */
export const strings = { ...page, ...chat, ...inspector, ...settings, ...platform };
