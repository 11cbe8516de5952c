/**
 * What is known of a stored value.
 *
 * ```
 *            stored                  refused                stored
 *   none ──────────────▶ good ──────────────────▶ refused ─────────▶ trial
 *                        ▲ ▲ │                       ▲                │ │
 *                 stored │ │ │ replaced       refused│                │ │
 *                        │ │ └──────▶ replaced ──────┘   worked,      │ │ refused: a pause begins,
 *                        │ │              │              stored       │ │ and it is refused
 *                        │ └──────────────┼───────────────────────────┘ └────▶ refused
 *                        └────────────────┘
 * ```
 *
 * - `none`: there is no value.
 * - `good`: nothing speaks against the value.
 * - `trial`: the value took the place of a refused one, and no call has gone well with it yet.
 * - `refused`: WeChat refused the value.
 * - `replaced`: one of ours has ended the value, without a refusal.
 */
export type CredentialCondition = 'none' | 'good' | 'trial' | 'refused' | 'replaced';

/**
 * What happens to a stored value: a new one is stored, a call goes well, WeChat refuses it, one of ours ends
 * it.
 */
export type CredentialEvent = 'stored' | 'worked' | 'refused' | 'replaced';

/** The conditions that follow. The Lua scripts are made from the same table. */
export const NEXT_CONDITION: Readonly<
  Record<CredentialCondition, Readonly<Record<CredentialEvent, CredentialCondition>>>
> = {
  none: { stored: 'good', worked: 'none', refused: 'none', replaced: 'none' },
  good: { stored: 'good', worked: 'good', refused: 'refused', replaced: 'replaced' },
  trial: { stored: 'good', worked: 'good', refused: 'refused', replaced: 'replaced' },
  refused: { stored: 'trial', worked: 'refused', refused: 'refused', replaced: 'refused' },
  replaced: { stored: 'good', worked: 'replaced', refused: 'refused', replaced: 'replaced' },
};

/** The condition after an event. */
export const nextCondition = (condition: CredentialCondition, event: CredentialEvent): CredentialCondition =>
  NEXT_CONDITION[condition][event];

/** Whether a value in that condition may be handed out. */
export const isInUse = (condition: CredentialCondition): boolean =>
  condition === 'good' || condition === 'trial';

/** A second refusal in a row. Only then do all processes pause: after one, the next value may be good. */
export const beginsPause = (condition: CredentialCondition, event: CredentialEvent): boolean =>
  condition === 'trial' && event === 'refused';

/** A value that works, or that takes the place of one which was not refused: the pauses in a row are over. */
export const endsPauses = (condition: CredentialCondition, event: CredentialEvent): boolean =>
  (event === 'stored' || event === 'worked') && nextCondition(condition, event) === 'good';
