import { format } from './format';

export const show = (value: number): string => format(-value);
