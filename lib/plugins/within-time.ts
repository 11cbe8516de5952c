/** What the store may cost a call. */
const MAX_WAIT_MS = 200;

/** What work gives, if it does so in time; the work goes on. By the real clock, as what it waits for is real. */
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
