import type { ServiceDeed } from '../model/service-deeds';
import type { NewTemplate } from './api/fake-api';
import type { Button } from './api/menu-button';
import type { MediaFile } from './api/media-file';

/** A file of the account, by its id. */
export interface KeptFile {
  readonly media_id: string;
  readonly type: MediaFile['type'];
  readonly filename: string;
  readonly contentType: string;
  readonly base64: string;
  /** Of a permanent one (永久素材): where it is. */
  readonly url?: string;
  /** Of a permanent video. */
  readonly description?: { readonly title: string; readonly introduction: string };
}

/** A user, as the account knows them. */
export interface KeptUser {
  readonly openid: string;
  readonly follows: boolean;
  readonly scene?: string;
  readonly remark?: string;
  readonly tags?: readonly number[];
  readonly blocked?: boolean;
  /** How many notices of a template they still want. */
  readonly subscriptions?: Readonly<Record<string, number>>;
  /**
   * What the account may still send them by what they did: how many messages (`null`: any number), and for
   * how many milliseconds.
   */
  readonly windows?: readonly {
    readonly deed: ServiceDeed;
    readonly left: number | null;
    readonly ms: number;
  }[];
}

/**
 * What an account has at one moment, as JSON: its menu, templates, tags, files and users. Drafts,
 * publications, QR codes and staff are not kept.
 */
export interface AccountSnapshot {
  readonly templates?: readonly NewTemplate[];
  readonly menu?: {
    readonly button: readonly Button[];
    readonly conditional?: readonly { readonly button: readonly Button[]; readonly matchrule: object }[];
  };
  readonly tags?: readonly { readonly id: number; readonly name: string }[];
  readonly files?: readonly KeptFile[];
  readonly users?: readonly KeptUser[];
}
