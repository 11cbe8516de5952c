import type { Call } from '../api/send-request';
import type { PlatformSettings } from './options';
import type { Heard } from './heard';
import type { Records } from './records';
import type { SharedPause } from './shared-pause';
import type { Tickets } from './tickets';

/** What the parts of a platform share. */
export interface World {
  readonly settings: PlatformSettings;
  readonly tickets: Tickets;
  readonly records: Records;
  readonly heard: Heard;
  readonly pause: SharedPause;
  /**
   * Calls with the platform's token. Without a ticket they fail at once, since somebody may wait for their
   * lock.
   */
  readonly call: Call;
  /** Has this process forget its copy of an account's token. */
  readonly forgetToken: (appId: string) => void;
}
