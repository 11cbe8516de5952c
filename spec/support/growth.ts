const SHORT = 10_000;
const ROUNDS = 5;

/**
 * How many times longer ten times the text takes: about 10 where time grows with the length, 100 where with its square.
 * Unlike a time, that is the same on a slow machine, and under instrumentation.
 */
export function growth(run: (length: number) => void): number {
  const time = (length: number): number => {
    // Of this process alone, whatever else the machine does.
    const start = process.cpuUsage();
    run(length);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  const [short, long] = [[] as number[], [] as number[]];
  // In turns, since the first rounds are slower, until the code is compiled.
  for (let round = 0; round < ROUNDS; round++) {
    short.push(time(SHORT));
    long.push(time(10 * SHORT));
  }
  return Math.min(...long) / Math.max(Math.min(...short), 1);
}
