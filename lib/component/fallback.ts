/**
 * Uses the shared store or, while that is away, what stands in for it in this process. `away` is told of each
 * time that it was.
 */
export const withFallback =
  <Port>(shared: Port, local: Port, away: (error: unknown) => void) =>
  async <T>(use: (port: Port) => Promise<T>): Promise<T> => {
    try {
      return await use(shared);
    } catch (error) {
      away(error);
      return use(local);
    }
  };
