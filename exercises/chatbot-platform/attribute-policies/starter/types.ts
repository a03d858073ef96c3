/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says and on `errors.ts`, and on nothing else.
 *
 * Users, actions, types, ids and names of attributes are any strings, compared exactly. Whatever is handed to you is as
 * these types say, unless a comment says otherwise.
 */

// ── Attributes ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Numbers are finite. */
export type Scalar = string | number | boolean;
export type Value = Scalar | readonly string[];

/** `user.region` is the attribute `region` of whoever asks; what follows the first dot is the name, dots included. */
export type UserAttribute = `user.${string}`;
export type ResourceAttribute = `resource.${string}`;
export type ContextAttribute = `context.${string}`;
export type AttributeName = UserAttribute | ResourceAttribute | ContextAttribute;

export interface ResourceRef {
  readonly type: string;
  readonly id: string;
}

/** What is known about the request itself: its own properties, inherited ones do not count. `ip` is where it comes from. */
export type Context = Readonly<Record<string, Value>>;

/**
 * What belongs to whom comes from outside: an attribute can be any `Value`, or missing, and may be changed at any time, also
 * while `decide` reads or logs. Nothing here throws.
 */
export interface AttributeSource {
  /** Undefined if the user has no such attribute, or is unknown. Each call costs, so keep what it said. */
  userAttribute(user: string, name: string): Value | undefined;
  /** Undefined if the resource has no such attribute, or is unknown. */
  resourceAttribute(resource: ResourceRef, name: string): Value | undefined;
  /**
   * Calls `listener` in the moment in which an attribute is set, changed or taken away, once for each; the source gives
   * the new value by then. No change is missed.
   * @returns ends it
   */
  onChange(listener: (change: Change) => void): () => void;
}

export type Change =
  | { readonly of: 'user'; readonly user: string; readonly name: string }
  | { readonly of: 'resource'; readonly resource: ResourceRef; readonly name: string };

// ── Policies ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An attribute, or a constant. */
export type Term<V extends Scalar = Scalar, A extends AttributeName = AttributeName> =
  { readonly attr: A } | { readonly value: V };

/** Both are the same, in type and in value. A list cannot be compared. */
export interface Equals<A extends AttributeName = AttributeName> {
  readonly op: 'equals';
  readonly left: Term<Scalar, A>;
  readonly right: Term<Scalar, A>;
}

/** `left >= right`. Only numbers can be compared. */
export interface AtLeast<A extends AttributeName = AttributeName> {
  readonly op: 'at-least';
  readonly left: Term<number, A>;
  readonly right: Term<number, A>;
}

/** The list holds the item. Only a text can be looked for, and only in a list. */
export interface In<A extends AttributeName = AttributeName, L = { readonly attr: UserAttribute }> {
  readonly op: 'in';
  readonly item: Term<string, A>;
  readonly list: L | { readonly value: readonly string[] };
}

/** The clock on a wall of that zone shows a moment within the window. */
export interface During {
  readonly op: 'during';
  readonly window: TimeWindow;
}

/**
 * `context.ip` lies in one of the networks.
 *
 * An address is a text of four decimal numbers from 0 to 255 without leading zeros, joined by dots, alone or after `::ffff:`
 * in small letters, which means the same. Nothing else is one, IPv6 included.
 */
export interface From {
  readonly op: 'from';
  /** IPv4 in CIDR notation: `10.20.0.0/16`. */
  readonly networks: readonly string[];
}

/**
 * Something that is true, false, or unknown.
 *
 * A comparison is unknown if an attribute that it needs is missing or cannot be compared, `from` if `context.ip` is missing
 * or no address. `all` is false if any of its conditions is false, else unknown if any is unknown, else true; `any` is true
 * if any is true, else unknown if any is unknown, else false. `not` of unknown is unknown.
 */
export type Condition =
  | Equals
  | AtLeast
  | In
  | During
  | From
  | { readonly op: 'all'; readonly of: readonly Condition[] }
  | { readonly op: 'any'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition };

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/**
 * From the minute `from` (included) to the minute `to` (excluded), by local time. If `to` is not later than `from`, the
 * window ends on the following day.
 */
export interface TimeWindow {
  /** A name of the IANA database that `Intl` knows, such as `Europe/Berlin`. */
  readonly zone: string;
  /** The days on which it begins. */
  readonly days: readonly Weekday[];
  /** `00:00` to `23:59`, always with two and two digits. */
  readonly from: string;
  readonly to: string;
}

export interface Policy {
  readonly id: string;
  readonly effect: 'permit' | 'deny';
  /** The policy fits a question about one of these actions … `*` in the list stands for every action. */
  readonly actions: readonly string[];
  /** … and a resource of one of these types. `*` in the list stands for every type. */
  readonly types: readonly string[];
  /** Without one it is true. */
  readonly when?: Condition;
}

/**
 * How several policies make one answer. Each policy that fits says its effect if its condition is true, nothing if it is
 * false, and _perhaps_ its effect if it is unknown.
 *
 * - `deny-overrides`: deny if any says deny; else indeterminate if any says perhaps deny; else permit if any says permit;
 *   else indeterminate if any says perhaps permit; else not-applicable
 * - `permit-overrides`: the same with permit and deny exchanged
 * - `first-applicable`: in the order of the list, the first one that says anything; if that is a perhaps, indeterminate;
 *   not-applicable if there is none
 *
 * So it is in XACML 3.0 (appendix C), for policies with one rule each.
 */
export type Combining = 'deny-overrides' | 'permit-overrides' | 'first-applicable';

export interface PolicySet {
  readonly version: string;
  readonly combining: Combining;
  readonly policies: readonly Policy[];
}

// ── Decisions ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Question {
  readonly user: string;
  readonly action: string;
  readonly resource: ResourceRef;
  readonly context: Context;
}

export type Effect = 'permit' | 'deny' | 'not-applicable' | 'indeterminate';

export interface Decision {
  /** Whether `effect` is `permit`. Everything else is a no. */
  readonly allowed: boolean;
  readonly effect: Effect;
  /**
   * The id of the first policy in the list that says what the decision says. If that is indeterminate: the first one that says
   * perhaps deny with `deny-overrides`, perhaps permit with `permit-overrides`, and where there is none of these, or with
   * `first-applicable`, the first one that says perhaps. Null if it is not-applicable.
   */
  readonly by: string | null;
  /**
   * A list of the caller's own, who may change it.
   *
   * What the policy `by` would have needed to be known, each once, in the order of `toSorted()`; empty unless it is indeterminate.
   *
   * Of an unknown comparison these are its attributes that are missing or cannot be compared, of an unknown `from`
   * `context.ip`, of an unknown `all`, `any` or `not` those of all its unknown conditions.
   */
  readonly missing: readonly AttributeName[];
}

/** What the line about a decision says, as one object of JSON. */
export interface LogEntry {
  /** When, as `toISOString()` writes it. */
  readonly time: string;
  readonly user: string;
  readonly action: string;
  readonly resource: ResourceRef;
  readonly effect: Effect;
  readonly by: string | null;
  readonly missing: readonly AttributeName[];
  /** The `version` of the policies that decided. */
  readonly policies: string;
  /**
   * Attributes with their values, enough to come to the same `effect` again with nothing else but policies and time. None that
   * the fitting policies do not mention; those that are missing are left out.
   */
  readonly attributes: Readonly<Record<AttributeName, Value>>;
  /** Whether it was answered from memory. */
  readonly cached: boolean;
}

// ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ListQuestion {
  readonly user: string;
  readonly action: string;
  readonly type: string;
  readonly context: Context;
}

/**
 * Which resources of a type: a condition on nothing but their attributes, for the store to find them by.
 *
 * The store reads it as SQL does. A comparison with an attribute that a resource lacks is unknown, and so on as with
 * conditions; a resource is found if the predicate is _true_. An attribute has one type there, and is compared with values
 * of that type only; the checks keep to that.
 *
 * A constant stands alone: there is none inside an `all`, an `any` or a `not`, and no comparison of two values, so that what
 * user, context and time decide is decided. Nor are there empty lists of predicates. `in` may have an empty list of values:
 * false, and unknown for a resource that lacks the item. (SQLite alone would say false there, and true for its opposite.)
 */
export type Predicate =
  | { readonly constant: boolean }
  | Equals<ResourceAttribute>
  | AtLeast<ResourceAttribute>
  | In<ResourceAttribute, never>
  | { readonly op: 'all'; readonly of: readonly Predicate[] }
  | { readonly op: 'any'; readonly of: readonly Predicate[] }
  | { readonly op: 'not'; readonly of: Predicate };

// ── The engine ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface PolicyEngineOptions {
  readonly policies: PolicySet;
  readonly attributes: AttributeSource;
  /** Takes one line, without an end of line. */
  readonly log: (line: string) => void;
  /** How many decisions are kept in memory, at most. A whole number, at least 1. */
  readonly maxCached: number;
}

/** `policyEngine.ts` exports `createPolicyEngine`. */
export interface PolicyEngine {
  /**
   * Answers a question, at the time that `Date.now()` shows, and writes a line about it before it does. What `log` throws is
   * thrown: without a line there is no answer. Attributes may change, and `load` or `close` be called, while this
   * reads or logs: that counts from the next question on, and for this one it may.
   */
  decide(question: Question): Decision;
  /** The resources of a type to which `decide` would say permit now. Nothing is logged, and nothing has to be kept. */
  filter(question: ListQuestion): Predicate;
  /**
   * From now on these policies hold, and no others.
   * @throws PolicyError if one of them cannot be meant; then the old ones hold on
   */
  load(policies: PolicySet): void;
  /** Stops listening to changes, and leaves no timer. Called once. Questions are answered as before, but no more from memory. */
  close(): void;
}

/** @throws PolicyError as `load` does; then it does not listen to changes */
export type CreatePolicyEngine = (options: PolicyEngineOptions) => PolicyEngine;
