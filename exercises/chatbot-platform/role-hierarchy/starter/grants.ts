import type { Period } from './types';

/** Who was granted which role, and when that holds. */
export class Grants {
  add(user: string, role: string, period: Period): void {
    throw new Error(`not implemented: ${role} for ${user} from ${period.from} until ${period.until}`);
  }

  /** The roles that a user has been granted and holds now. */
  held(user: string, now: number): string[] {
    throw new Error(`not implemented: what ${user} holds at ${now}`);
  }
}
