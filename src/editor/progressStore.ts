import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ExerciseRef } from '../core/exercise';
import type { Catalog } from '../core/pack/catalog';
import type { ExerciseProgress } from '../core/progress';
import { parseFormerFormat } from '../core/record/formerFormat';
import {
  afterResets,
  joinLedgers,
  liftedTo,
  noted,
  progressOf,
  refsIn,
  renamedLedger,
  takenFrom,
  thinnedLedger,
  withoutAnything,
  withoutExercise,
  type Ledger,
  type Named,
} from '../core/record/ledger';
import { sharedLimits } from '../core/record/marks';
import { parseLedger, storedLedger } from '../core/record/parseLedger';

type State = vscode.Memento & { setKeysForSync(keys: readonly string[]): void };

/** Synchronised: what earlier versions wrote, and, from anywhere else, still do. Read, never written. */
const formerKey = 'progress/1';
/** Not synchronised: what happened on this machine, in full. */
const ownKey = 'progress/2';
/** Not synchronised: what this machine counts as. */
const machineKey = 'progress/machine';
/** Synchronised: what each machine tells the others. */
const sharedKeys = Array.from({ length: 8 }, (_, slot) => `progress/2/${slot}`);

/**
 * What a person has done, on every machine.
 *
 * Settings sync knows keys and values: of a key that two machines have written since they last met it keeps one value, and
 * a key that is gone elsewhere it deletes here. Only keys that were named beforehand travel, and when the versions of the
 * extension differ the newer one's values replace all of the other's. So no value may be the only place of anything:
 *
 * - Each machine keeps what happened on it in a key of its own that does not travel. No machine writes what another did.
 * - It tells the others by one of eight keys, chosen by its name, so that two machines seldom write the same one. Where
 *   they do, the value is joined with what is there; and when one is lost, its machine writes it again at its next start.
 * - Whoever reads joins all of them. That gives the same in any order and however often (core/record/ledger.ts), resets
 *   included, so it does not matter which value came when.
 * - What travels is thinned: some 500 bytes for an exercise that has been worked on.
 */
export class ProgressStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ExerciseRef>();
  readonly onDidChange = this.changed.event;
  private joined: { readonly of: readonly unknown[]; readonly ledger: Ledger } | undefined;
  /** What others had been told, as text. */
  private seen: string;

  constructor(
    private readonly state: State,
    private readonly catalog: () => Pick<Catalog, 'formerRefs' | 'presentRef'>,
  ) {
    state.setKeysForSync([formerKey, ...sharedKeys]);
    this.seen = textOf(this.current);
    const own = joinLedgers(this.own, parseFormerFormat(state.get(formerKey)));
    if (Object.keys(own.exercises).length > 0) void this.save(own);
  }

  /** Read anew when it has changed: another window or machine may have written it. */
  get current(): Ledger {
    const of = [ownKey, formerKey, ...sharedKeys].map(key => this.state.get(key));
    if (this.joined && of.every((value, i) => value === this.joined?.of[i])) return this.joined.ledger;
    const [, former, ...shared] = of;
    const ledger = [parseFormerFormat(former), ...shared.map(parseLedger)].reduce(joinLedgers, this.own);
    this.joined = { of, ledger };
    return ledger;
  }

  of(ref: ExerciseRef): ExerciseProgress {
    return progressOf(this.current, ref, this.catalog().formerRefs(ref));
  }

  async update(ref: ExerciseRef, change: (entry: ExerciseProgress) => ExerciseProgress): Promise<void> {
    const before = this.of(ref);
    const after = change(before);
    if (after === before) return;
    const by = { machine: this.machine, at: Date.now() };
    await this.write(noted(this.own, this.current, this.named(ref), { before, after }, by), [ref]);
  }

  /** Forgets one exercise or everything, on all machines. Nothing is copied: see ProgressBackups. */
  async reset(ref?: ExerciseRef): Promise<void> {
    const { current } = this;
    const [next, refs] =
      ref === undefined
        ? [withoutAnything(current, Date.now()), refsIn(current)]
        : [withoutExercise(this.own, current, this.named(ref), Date.now()), [ref]];
    await this.write(next, refs);
  }

  /** What it would be with a file of earlier: nothing that is here is lost. */
  withFile(file: Ledger): Ledger {
    return joinLedgers(this.current, this.lifted(file));
  }

  async add(file: Ledger): Promise<void> {
    await this.write(joinLedgers(this.own, this.lifted(file)), refsIn(file));
  }

  /** What was done on this machine before a reset that was made on another and is known only now. */
  get takenByOthers(): Ledger {
    return takenFrom(this.own, this.current);
  }

  /** Lets go of `takenByOthers`. */
  async settle(): Promise<void> {
    await this.save(afterResets(this.own, this.current));
  }

  /** Whether somebody else has written since: settings sync says nothing when it has brought something. */
  lookAgain(): void {
    const { seen, current } = this;
    this.seen = textOf(current);
    if (seen !== this.seen) this.tell([...refsIn(parseLedger(JSON.parse(seen))), ...refsIn(current)]);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get own(): Ledger {
    return parseLedger(this.state.get(ownKey));
  }

  private get machine(): string {
    const known = this.state.get(machineKey);
    if (typeof known === 'string' && /^[0-9a-f]{12}$/.test(known)) return known;
    const name = randomBytes(6).toString('hex');
    void this.state.update(machineKey, name);
    return name;
  }

  private get sharedKey(): string {
    const slot = Number.parseInt(this.machine.slice(-1), 16) % sharedKeys.length;
    return sharedKeys[slot] ?? `${ownKey}/0`;
  }

  private named(ref: ExerciseRef): Named {
    return { ref, formerly: this.catalog().formerRefs(ref) };
  }

  private lifted(file: Ledger): Ledger {
    return liftedTo(
      renamedLedger(file, ref => this.catalog().presentRef(ref)),
      this.current,
    );
  }

  private async write(own: Ledger, refs: readonly ExerciseRef[]): Promise<void> {
    const saved = this.save(own);
    this.seen = textOf(this.current);
    this.tell(refs);
    await saved;
  }

  /** The state holds the values at once, and puts them on disk in its own time. */
  private async save(own: Ledger): Promise<void> {
    const shared = thinnedLedger(joinLedgers(parseLedger(this.state.get(this.sharedKey)), own), sharedLimits);
    await Promise.all([this.put(ownKey, own), this.put(this.sharedKey, shared)]);
  }

  private async put(key: string, ledger: Ledger): Promise<void> {
    const text = textOf(ledger);
    if (text !== JSON.stringify(this.state.get(key))) await this.state.update(key, JSON.parse(text));
  }

  private tell(refs: readonly ExerciseRef[]): void {
    for (const ref of new Set(refs.map(one => this.catalog().presentRef(one)))) this.changed.fire(ref);
  }
}

const textOf = (ledger: Ledger): string => JSON.stringify(storedLedger(ledger));
