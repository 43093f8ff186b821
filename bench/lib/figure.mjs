// Figures and how they stand against their budget.

/** A figure that should not be above its budget. */
export const atMost = (what, value, unit, budget) => ({ what, value, unit, budget, holds: value <= budget });

/** A figure that should not be below its budget. */
export const atLeast = (what, value, unit, budget) => ({ what, value, unit, budget, atLeast: true, holds: value >= budget });

/** A figure without a budget. */
export const plain = (what, value, unit) => ({ what, value, unit });

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const round = (number, digits = 0) => Number(number.toFixed(digits));
