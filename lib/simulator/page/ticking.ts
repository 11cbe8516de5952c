import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Returns the result of `read`, which is called again after every interval, if there is one. The component is
 * drawn again when the result changes.
 */
export function useTicking<T extends string | number>(read: () => T, every: number | undefined): T {
  const [, set] = useState<T>(read);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    if (every === undefined) return undefined;
    const timer = setInterval(() => set(latest.current()), every);
    return () => clearInterval(timer);
  }, [every]);
  return read();
}
