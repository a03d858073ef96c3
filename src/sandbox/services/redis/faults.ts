/** What happens to commands that a suite chose. */
export interface Fault {
  /** Names in small letters; `*` means every command. */
  readonly commands: ReadonlySet<string>;
  readonly client: string | undefined;
  /** The error's text; null for no answer at all. */
  readonly error: string | null;
  /** Whether the command is carried out before its answer is replaced or lost. */
  readonly runs: boolean;
  left: number;
}

/** The faults that are in force, oldest first. */
export class Faults {
  private all: Fault[] = [];

  add(fault: Fault): void {
    this.all.push(fault);
  }

  clear(): void {
    this.all = [];
  }

  /** The fault that hits this command, used up by it. */
  take(command: string, client: string): Fault | undefined {
    const fault = this.all.find(
      each =>
        (each.commands.has('*') || each.commands.has(command)) &&
        (each.client === undefined || each.client === client),
    );
    if (fault && --fault.left <= 0) this.all = this.all.filter(other => other !== fault);
    return fault;
  }
}
