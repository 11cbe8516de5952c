/** How pushes are protected: 明文, 兼容 or 安全模式. */
export type PushMode = 'clear' | 'compatible' | 'safe';

/** Data format of the pushes. */
export type PushFormat = 'xml' | 'json';

/** The fields of a push; `undefined` = left out. */
export type PushFields = Readonly<Record<string, unknown>>;
