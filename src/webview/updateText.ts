import type { UpdateView } from '../protocol/panel';
import type { Say } from './say';

/** How the exercise has changed, and what an update would do about it. */
export function updateText({ from, to, change, moving, staying }: UpdateView, say: Say): string {
  const counts = [
    ...(moving > 0 ? [say.many('updateMoving', moving)] : []),
    ...(staying > 0 ? [say.many('updateStaying', staying)] : []),
  ];
  return [say(`update.${change}`, { from, to }), ...counts].join(' ');
}
