/** Apart from what opens it: most who ask need nothing else. */
export const isDrillpack = (path: string): boolean => path.toLowerCase().endsWith('.drillpack');
