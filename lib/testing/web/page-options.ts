/** How a user opens a page, and what goes differently on WeChat's authorisation page. */
export interface OpenOptions {
  /**
   * Where they come from. Followers who come from the menu or the chat are not asked for their profile.
   * Default `'link'`.
   */
  readonly from?: 'menu' | 'chat' | 'link' | 'scan';
  /** The phone, for the User-Agent. Default `'ios'`. */
  readonly platform?: 'ios' | 'android';
  /**
   * The cookies of the web view: the user's, which they keep from page to page; `'own'`, an empty jar, as of
   * another browser; `'none'`, where they are switched off. Default `'kept'`.
   */
  readonly cookies?: 'kept' | 'own' | 'none';
  /**
   * What the user does when they are asked: `'refuse'` comes back without a code, `'leave'` stays on WeChat's
   * page. Default `'agree'`.
   */
  readonly consent?: 'agree' | 'refuse' | 'leave';
  /**
   * Milliseconds that the user takes on WeChat's page: the clock of the simulator moves ahead by that.
   * Default 0.
   */
  readonly takes?: number;
  /**
   * A page that asks for the profile (`snsapi_userinfo`) becomes a snapshot page (快照页): a virtual user, in a
   * jar of its own. Default false.
   */
  readonly snapshot?: boolean;
  /**
   * WeChat's redirect back is loaded twice at the same moment, with the same code or with another. Default
   * `'once'`.
   */
  readonly callback?: 'once' | 'twice' | 'two-codes';
  /**
   * What is wrong with the code: older than five minutes, exchanged already, or none of WeChat's. Default
   * `'good'`.
   */
  readonly code?: 'good' | 'expired' | 'used' | 'wrong';
  /** `'foreign'`: the page comes back with a state that is not the app's. Default `'own'`. */
  readonly state?: 'own' | 'foreign';
  /**
   * How many visits of WeChat's page `consent`, `takes`, `snapshot`, `callback`, `code` and `state` are for.
   * Default: all.
   */
  readonly times?: number;
}
