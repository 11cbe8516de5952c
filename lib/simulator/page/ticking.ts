import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * What `read` yields, looked at again every so many milliseconds, if any; the component is drawn again when it is another value.
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
