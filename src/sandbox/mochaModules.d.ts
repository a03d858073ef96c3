/** What is used of mocha's own modules; `@types/mocha` describes the package's front door only. */
declare module 'mocha/lib/context.js' {
  export class Context {}
}

declare module 'mocha/lib/suite.js' {
  import type { Context } from 'mocha/lib/context.js';

  export interface Test {
    readonly type: 'test';
    readonly title: string;
    readonly parent: Suite;
    titlePath(): string[];
  }

  export class Suite {
    constructor(title: string, context: Context, isRoot?: boolean);
    readonly title: string;
    readonly root: boolean;
    readonly parent?: Suite;
    tests: Test[];
    suites: Suite[];
    timeout(ms: number): this;
    emit(event: 'pre-require', context: object, file: string | null, mocha: { options: object }): boolean;
  }
}

declare module 'mocha/lib/interfaces/bdd.js' {
  import type { Suite, Test } from 'mocha/lib/suite.js';

  export interface Bdd {
    describe(title: string, define: (this: Suite) => void): Suite;
    it(title: string, check: () => Promise<void>): Test;
  }

  export function bddInterface(suite: Suite): void;
}

declare module 'mocha/lib/runner.js' {
  import type { Suite, Test } from 'mocha/lib/suite.js';

  export class Runner {
    constructor(root: Suite, options: { cleanReferencesAfterRun: boolean });
    uncaught: (error: unknown) => void;
    unhandled: (reason: unknown, promise: Promise<unknown>) => void;
    on(event: 'test' | 'pass', listener: (test: Test) => void): this;
    on(event: 'fail', listener: (test: Test, error: Error) => void): this;
    run(done: (failures: number) => void): this;
    abort(): this;
    dispose(): void;
  }
}
