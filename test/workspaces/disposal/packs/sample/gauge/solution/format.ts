export const format = (value: number): string => `${value} ms`;
