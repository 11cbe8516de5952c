import { chat } from './strings/chat';
import { data } from './strings/data';
import { inspector } from './strings/inspector';
import { page } from './strings/page';
import { platform } from './strings/platform';
import { settings } from './strings/settings';

/** Every text of the page. A text without one of the languages does not compile. */
export const strings = { ...page, ...chat, ...data, ...inspector, ...settings, ...platform };
