/** How pushes are protected: 明文, 兼容 or 安全模式; or not at all, as by the inner network of 微信云托管. */
export type PushMode = 'clear' | 'compatible' | 'safe' | 'cloudrun';

/** Data format of the pushes. */
export type PushFormat = 'xml' | 'json';

/** The fields of a push; `undefined` = left out. */
export type PushFields = Readonly<Record<string, unknown>>;
