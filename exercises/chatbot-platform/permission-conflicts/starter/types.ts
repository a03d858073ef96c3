/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says and on `errors.ts`, and on nothing else.
 *
 * Users, roles, resources and actions are any strings, compared exactly. All lengths of time are milliseconds.
 */

// ── One decision ────────────────────────────────────────────────────────────────────────────────────────────────────

export type Effect = 'allow' | 'deny';

/** What a role says about a resource and an action. `*` in either place means any; it is no wildcard inside a name. */
export interface Setting {
  readonly resource: string;
  readonly action: string;
  readonly effect: Effect;
}

export interface Role {
  readonly name: string;
  /** A whole number, and 1 goes before 2. Roles without one come after all that have one. */
  readonly priority?: number;
  readonly settings: readonly Setting[];
}

/**
 * How the votes of several roles become one answer.
 *
 * - `most-permissive`: yes if any role allows. What others deny does not matter.
 * - `most-restrictive`: yes if every role of the user allows. One that says nothing does not.
 * - `priority`: of the roles that say anything, those that go first decide. If they disagree, no.
 * - `deny-overrides`: no if any role denies; otherwise yes if any role allows.
 *
 * With each of them it is no if nobody says anything, and if there are no roles.
 */
export type Strategy = 'most-permissive' | 'most-restrictive' | 'priority' | 'deny-overrides';

/** What one role says about one question. */
export interface Vote {
  readonly role: string;
  readonly vote: Effect | 'not-set';
  /** The setting that speaks for the role; null if none does. If several do that say the same, any one of them. */
  readonly setting: Setting | null;
}

/**
 * Why the answer is what it is.
 *
 * - `allowed`: it is yes
 * - `denied`: a vote against it decided
 * - `not-allowed-by-all`: `most-restrictive`, nobody denies it, some role allows it, and some role does not
 * - `not-set`: there are roles, and none of them says anything; or, if denies do not matter, none of them allows it
 * - `no-roles`: the user has none
 * - `unavailable`: the roles could not be found out, so `votes` and `decidedBy` are empty. Never from `resolve`.
 */
export type Reason = 'allowed' | 'denied' | 'not-allowed-by-all' | 'not-set' | 'no-roles' | 'unavailable';

export interface Decision {
  readonly allowed: boolean;
  readonly reason: Reason;
  readonly strategy: Strategy;
  /** One for each role, in the order of the roles that were given. */
  readonly votes: readonly Vote[];
  /**
   * The names of the roles whose votes decided, in the order of the votes.
   *
   * - `allowed`: those that allow it; with `priority`, those of them that go first
   * - `denied`: those that deny it; with `priority`, those of them that go first
   * - `not-allowed-by-all`: those that say nothing
   * - otherwise: none
   */
  readonly decidedBy: readonly string[];
}

/**
 * What `resolve.ts` exports: one answer out of the votes of several roles.
 *
 * Of one role, the most specific setting that fits speaks: first one with the resource's own name, then `*`; of these, first
 * one with the action's own name, then `*`. If equally specific ones disagree, the role denies.
 *
 * @throws RangeError if two roles have the same name, or a priority is not a whole number
 */
export type Resolve = (
  roles: readonly Role[],
  resource: string,
  action: string,
  strategy: Strategy,
) => Decision;

// ── Sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Where users and roles are kept, across a network of 5 to 15 ms: each call is a round trip, may reject, and may never be
 * answered. What it gives was true at one moment between the call and its answer.
 */
export interface Directory {
  /** The user's roles. An unknown user has none. What was given is not changed afterwards. */
  rolesOf(user: string): Promise<readonly Role[]>;
  /**
   * Calls `listener` for each change of which this server hears. Notices come late, in any order, twice, or not at all.
   * @returns ends it
   */
  onChange(listener: (change: Change) => void): () => void;
}

/** `user`: was given a role, or lost one. `role`: its settings or its priority are others now. */
export type Change =
  { readonly kind: 'user'; readonly user: string } | { readonly kind: 'role'; readonly role: string };

export interface GatekeeperOptions {
  readonly directory: Directory;
  /** Which strategy holds for a resource. Quick, and always the same for the same resource. */
  readonly strategyFor: (resource: string) => Strategy;
  /** No answer rests on roles that were asked for longer ago than this. A whole number, at least 1,000. */
  readonly maxStaleMs: number;
  /** How long a request to the directory may take. A whole number, at least 1, and at most a tenth of `maxStaleMs`. */
  readonly timeoutMs: number;
  /** At most so many requests to the directory are under way at a time. A whole number, at least 1. */
  readonly maxConcurrent: number;
}

/** One server's gatekeeper. `gatekeeper.ts` exports `createGatekeeper`. */
export interface Gatekeeper {
  /** Whether the user may do this to this resource, now. Never rejects: `unavailable` is a no. */
  check(user: string, resource: string, action: string): Promise<Decision>;
  /**
   * Begins something that lasts, such as a stream of an answer, if the user may do it. It is open from when this fulfils
   * until it is closed, and `onEnd` is called, once, if the gatekeeper closes it: with the decision that is a no. What
   * `onEnd` throws is nobody's business.
   * @throws AccessDeniedError
   */
  open(user: string, resource: string, action: string, onEnd: (decision: Decision) => void): Promise<Session>;
  /**
   * Closes all sessions without calling `onEnd`, stops listening, sends no further request, and leaves no timer but that of
   * the time-out of a request under way. Questions under way, and all later ones, are answered `unavailable`, at the
   * latest when that request is answered or given up; `open` rejects with it.
   */
  stop(): void;
}

export interface Session {
  readonly isOpen: boolean;
  /** Ends it from the user's side. `onEnd` will not be called. */
  close(): void;
}

export type CreateGatekeeper = (options: GatekeeperOptions) => Gatekeeper;
