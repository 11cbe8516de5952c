/** The newest message that WeChat has pushed for an account: whoever has withdrawn gets none any more. */
export interface Heard {
  /** Remembers a message by its `CreateTime`, in seconds. */
  note(appId: string, createdAt: number): void;
  /** Whether an account has sent something after that time. */
  since(appId: string, time: number): boolean;
  /** What was heard is no proof: WeChat says otherwise. */
  forget(appId: string): void;
}

const MAX_HEARD = 20_000;

export function createHeard(): Heard {
  const newest = new Map<string, number>();
  return {
    note: (appId, createdAt) => {
      if (createdAt <= (newest.get(appId) ?? 0)) return;
      newest.set(appId, createdAt);
      const [oldest] = newest.keys();
      if (newest.size > MAX_HEARD && oldest !== undefined) newest.delete(oldest);
    },
    since: (appId, time) => (newest.get(appId) ?? 0) > time,
    forget: (appId) => void newest.delete(appId),
  };
}
