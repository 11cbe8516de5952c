/** The longest time that a call may wait for the store. */
const MAX_WAIT_MS = 200;

/**
 * Returns the result of the work if it comes in time; the work continues in any case. It uses the real clock,
 * because the work takes real time.
 */
export async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), MAX_WAIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
