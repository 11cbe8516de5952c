const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((one, other) => one - other);

export const median = (numbers: readonly number[]): number => {
  const sorted = ascending(numbers);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The number that so great a share of them does not exceed; NaN of none. */
export const quantile = (numbers: readonly number[], share: number): number =>
  ascending(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? NaN;

export const spread = (numbers: readonly number[]): string =>
  `${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)}`;
