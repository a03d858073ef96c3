import { trace } from '#testkit';

export function playground({ times }: { readonly times: number }): void {
  for (let i = 0; i < times; i++) trace.point('times', i);
}
