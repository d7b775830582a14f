/** This many distinct instance ids, in ascending order, as long as those of EC2. */
export const instanceIds = (count: number, first = 1): string[] =>
  Array.from({ length: count }, (_, index) => `i-0${(first + index).toString(16).padStart(16, '0')}`);
