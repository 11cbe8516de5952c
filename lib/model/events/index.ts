import { authorization } from './authorization';
import { card } from './card';
import { customerService } from './customer-service';
import { follow } from './follow';
import { guide } from './guide';
import { invoice } from './invoice';
import { menu } from './menu';
import { miniProgram } from './mini-program';
import { sending } from './sending';
import { shop } from './shop';
import { subscription } from './subscription';
import { verification } from './verification';

/** Every event (page: 接收事件推送 and the chapters of each feature), by `Event`. */
export const events = {
  ...follow,
  ...menu,
  ...sending,
  ...subscription,
  ...customerService,
  ...verification,
  ...card,
  ...invoice,
  ...shop,
  ...guide,
  ...authorization,
  ...miniProgram,
};
