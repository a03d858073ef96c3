import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import { createAnswerer } from '#attempt/answers.ts';
import { CircuitOpenError, ModelError, NoAnswerError } from '#attempt/errors.ts';
import type {
  Answer,
  AnswerSources,
  BreakerOptions,
  CallOptions,
  CircuitBreaker,
  Question,
} from '#attempt/types.ts';
import { badRequest, breakerWith, expectCounters, expectState, nameOf, outage } from './calls.ts';

/** What a source does when it is asked: answers, rejects, throws at once, or never comes back. */
interface Gives {
  readonly gives: string | undefined;
}
type Fails = { readonly rejects: unknown } | { readonly throws: unknown };
type Does = Gives | Fails | 'hangs';

type Name = keyof AnswerSources;

const works = {
  model: { gives: 'large' },
  cached: { gives: undefined },
  smallModel: { gives: 'small' },
  enqueue: { gives: 'T-1' },
} as const;

/** An answerer over four sources whose behaviour can be changed at any time. */
class Desk {
  readonly breaker: CircuitBreaker;
  readonly smallBreaker: CircuitBreaker;
  readonly #answerer: { answer(question: Question, options?: CallOptions): Promise<Answer> };
  #asked: Name[] = [];
  /** Signals that the models were given. */
  readonly signals: Partial<Record<Name, AbortSignal>> = {};
  does: Record<Name, Does>;

  constructor(
    does: Partial<Record<Name, Does>>,
    options: {
      readonly large?: BreakerOptions;
      readonly small?: BreakerOptions;
      readonly countsAsFailure?: (error: unknown) => boolean;
    } = {},
  ) {
    this.does = { ...works, ...does };
    const counts = options.countsAsFailure && { countsAsFailure: options.countsAsFailure };
    this.breaker = breakerWith({ ...options.large, ...counts }, 'large model');
    this.smallBreaker = breakerWith(options.small, 'small model');
    const source = (name: Name) => (_question: Question, signal?: AbortSignal) => this.#ask(name, signal);
    const sources = {
      model: source('model'),
      cached: source('cached'),
      smallModel: source('smallModel'),
      enqueue: source('enqueue'),
    };
    this.#answerer = createAnswerer({
      breaker: this.breaker,
      smallBreaker: this.smallBreaker,
      sources: harden(sources) as AnswerSources,
      ...counts,
    });
  }

  #ask(name: Name, signal: AbortSignal | undefined): Promise<string | undefined> {
    this.#asked.push(name);
    trace.mark('sources', name);
    if (signal) this.signals[name] = signal;
    const does = this.does[name];
    if (does === 'hangs') return new Promise(() => undefined);
    if ('throws' in does) throw does.throws;
    return 'rejects' in does ? Promise.reject(does.rejects) : Promise.resolve(does.gives);
  }

  /** Asks one question. */
  ask(signal?: AbortSignal): Conversation {
    const question = harden({ id: `q-${random.int(1, 1_000)}`, prompt: 'What are your opening hours?' });
    return new Conversation(
      signal ? this.#answerer.answer(question, { signal }) : this.#answerer.answer(question),
    );
  }

  /** Asks, and waits for what can happen without time passing. */
  async asked(signal?: AbortSignal): Promise<Conversation> {
    const conversation = this.ask(signal);
    await clock.settle();
    return conversation;
  }

  /** The sources that were asked since the last time this was called. */
  order(): string {
    const order = this.#asked.join(', ');
    this.#asked = [];
    return order;
  }
}

class Conversation {
  answer: Answer | undefined;
  error: unknown;
  pending = true;

  constructor(promise: Promise<Answer>) {
    Promise.resolve(promise).then(
      answer => {
        this.pending = false;
        this.answer = answer;
        trace.mark('answers', answer.source, answer.source === 'model' ? 'good' : 'neutral');
      },
      (error: unknown) => {
        this.pending = false;
        this.error = error;
        trace.mark('answers', nameOf(error), 'bad');
      },
    );
  }

  /** The answer in one word or two, for comparison. */
  get summary(): string {
    const { answer } = this;
    if (!answer) return this.pending ? 'nothing yet' : nameOf(this.error);
    return `${answer.source}: ${answer.source === 'queue' ? answer.ticket : answer.text}`;
  }
}

describe('Fall-back chain', () => {
  it('R15 takes the first source that has an answer, whatever the others would do', async () => {
    const failure = (): Fails => random.pick<Fails>([{ rejects: outage() }, { throws: outage() }]);
    for (let round = 0; round < 20; round++) {
      const cached = random.pick<Gives | Fails>([
        { gives: 'earlier' },
        { gives: '' },
        { gives: undefined },
        failure(),
      ]);
      const smallModel = random.chance(0.5) ? works.smallModel : failure();
      const desk = new Desk({ model: failure(), cached, smallModel }, { large: { consecutiveFailures: 2 } });
      const hit = 'gives' in cached && cached.gives !== undefined;
      const small = 'gives' in smallModel;
      const expected = hit ? `cache: ${cached.gives}` : small ? 'small-model: small' : 'queue: T-1';
      const tail = hit ? 'cached' : small ? 'cached, smallModel' : 'cached, smallModel, enqueue';
      const world = `The model is down, the cache ${hit ? `has “${cached.gives}”` : 'has nothing'}, the small model ${small ? 'works' : 'is down too'}`;
      for (const asked of ['model, ', 'model, ', '', '']) {
        assert.equal((await desk.asked()).summary, expected, `${world}: the answer should be “${expected}”`);
        assert.equal(
          desk.order(),
          asked + tail,
          `${world}, the breaker ${asked ? 'lets the call through' : 'is open'}: the sources asked should be “${asked + tail}”`,
        );
      }
    }
  });

  it('R15 asks the model alone while it answers, and again as soon as its breaker lets it', async () => {
    const desk = new Desk({}, { large: { consecutiveFailures: 1, successesToClose: 1, coolDownMs: 1_000 } });
    assert.equal((await desk.asked()).summary, 'model: large', 'A healthy model should answer');
    assert.equal(desk.order(), 'model', 'Nothing but the model should have been asked');
    desk.does.model = { rejects: outage() };
    await desk.asked();
    expectState(desk.breaker, 'open', 'After the model failed');
    desk.does.model = works.model;
    await clock.advance(1_000);
    assert.equal(
      (await desk.asked()).summary,
      'model: large',
      'When the cool-down is over and the model works again, it should answer',
    );
    expectState(desk.breaker, 'closed', 'After one successful probe');
  });

  it('R15 goes past a small model that hangs, and does not even ask it while its own breaker is open', async () => {
    const desk = new Desk(
      { model: { rejects: outage() }, smallModel: 'hangs' },
      { small: { timeoutMs: 3_000, consecutiveFailures: 1 } },
    );
    const question = await desk.asked();
    await clock.advance(2_999);
    assert.equal(question.summary, 'nothing yet', 'The small model has 3,000 ms by its breaker');
    await clock.advance(1);
    assert.equal(
      question.summary,
      'queue: T-1',
      'When the small model has timed out there should be a ticket',
    );
    assert.equal(
      desk.signals.smallModel?.aborted,
      true,
      'The small model should be told through its signal that nobody waits any more',
    );
    desk.smallBreaker.forceOpen();
    desk.order();
    assert.equal(
      (await desk.asked()).summary,
      'queue: T-1',
      'While both models are in trouble there should be a ticket',
    );
    assert.equal(
      desk.order(),
      'model, cached, enqueue',
      'The small model, with its breaker open, should not be asked',
    );
  });

  it('R15 falls back on time-outs and refusals although the predicate does not know them', async () => {
    const countsAsFailure = (error: unknown): boolean => error instanceof ModelError && error.status >= 500;
    const desk = new Desk({ model: 'hangs', cached: { gives: 'earlier' } }, { countsAsFailure });
    const question = await desk.asked();
    await clock.advance(10_000);
    assert.equal(question.summary, 'cache: earlier', 'After a time-out the cache should answer');
    desk.breaker.forceOpen();
    assert.equal(
      (await desk.asked()).summary,
      'cache: earlier',
      'While the breaker is open the cache should answer',
    );
  });
});

describe('Fall-backs and the breaker', () => {
  it('R16 opens the breaker after five failures that the users never noticed', async () => {
    const desk = new Desk({ model: { rejects: outage() }, cached: { gives: 'earlier' } });
    for (let i = 1; i <= 5; i++) {
      expectState(desk.breaker, 'closed', `After ${i - 1} failures of the model, each covered by the cache,`);
      await desk.asked();
    }
    expectState(desk.breaker, 'open', 'After five failures of the model, each covered by the cache,');
    desk.order();
    await desk.asked();
    assert.equal(desk.order(), 'cached', 'With the breaker open, the model should be left alone');
  });

  it('R16 never counts a fall-back against or in favour of the model', async () => {
    const desk = new Desk(
      { model: { rejects: outage() }, smallModel: { rejects: outage() } },
      { small: { consecutiveFailures: Infinity, minimumCalls: Infinity } },
    );
    for (let i = 0; i < 3; i++) await desk.asked();
    expectCounters(
      desk.breaker,
      { consecutiveFailures: 3, windowCalls: 3 },
      'After three failures of the model and three of the small one',
    );
    expectCounters(
      desk.smallBreaker,
      { windowCalls: 3, windowFailures: 3 },
      'The breaker of the small model: after three failures of it',
    );
    desk.does.smallModel = works.smallModel;
    await desk.asked();
    expectCounters(
      desk.breaker,
      { consecutiveFailures: 4, windowFailures: 4 },
      'After four failures of the model, the last one covered by the small model,',
    );
    expectCounters(
      desk.smallBreaker,
      { windowCalls: 4, windowFailures: 3 },
      'The breaker of the small model: after a success of it',
    );
  });

  it('R16 hands a bad request straight back and asks nobody else', async () => {
    const error = badRequest();
    const desk = new Desk({ model: { rejects: error }, cached: { gives: 'earlier' } });
    expectFailed(await desk.asked(), error, 'When the model turned a request down with 400');
    assert.equal(desk.order(), 'model', 'No fall-back should be asked about a bad request');
  });

  it('R16 judges errors of the model by the predicate it was given, and falls back if that throws', async () => {
    const countsAsFailure = (error: unknown): boolean => {
      if (error === 'no idea') throw new TypeError('A bug in the predicate');
      return error !== 'out of quota';
    };
    const desk = new Desk({ cached: { gives: 'earlier' } }, { countsAsFailure });
    for (const [rejects, what] of [
      [badRequest(), 'that the predicate counts, although by default it would not,'],
      ['no idea', 'about which the predicate throws,'],
    ] as const) {
      desk.does.model = { rejects };
      assert.equal(
        (await desk.asked()).summary,
        'cache: earlier',
        `After an error of the model ${what} the cache should answer`,
      );
    }
    desk.order();
    desk.does.model = { rejects: 'out of quota' };
    const when = 'After an error of the model that the predicate does not count';
    expectFailed(await desk.asked(), 'out of quota', when);
    assert.equal(desk.order(), 'model', `${when} no fall-back should be asked`);
  });

  it('R16 goes on to the queue whatever the small model fails with, and reports its refusal', async () => {
    const desk = new Desk({ model: { rejects: outage() }, smallModel: { rejects: badRequest() } });
    assert.equal(
      (await desk.asked()).summary,
      'queue: T-1',
      'When the small model turns the request down with 400, there should be a ticket',
    );
    const queue = new Error('The queue is full');
    desk.does.enqueue = { rejects: queue };
    desk.smallBreaker.forceOpen();
    const { errors } = expectNoAnswer(await desk.asked());
    assert.deepEqual(
      errors.map(nameOf),
      [new CircuitOpenError('forced-open', null), queue].map(nameOf),
      'With the breaker of the small model open and the queue full, the errors should be the refusal and that of the queue',
    );
  });

  it('R16 reports the failure of the model first when nothing could answer', async () => {
    const [model, cache, small, queue] = [
      outage(),
      new Error('The cache is down'),
      new ModelError(500),
      new Error('The queue is full'),
    ];
    const desk = new Desk(
      {
        model: { rejects: model },
        cached: { rejects: cache },
        smallModel: { rejects: small },
        enqueue: { rejects: queue },
      },
      { large: { consecutiveFailures: 1 } },
    );
    const question = await desk.asked();
    const error = expectNoAnswer(question);
    assert.equal(
      error.cause,
      model,
      `The cause should be the very error of the large model, not ${nameOf(error.cause)}`,
    );
    const inOrder =
      'The errors should be the very ones of the cache, the small model and the queue in this order';
    assert.deepEqual(error.errors.map(nameOf), [cache, small, queue].map(nameOf), inOrder);
    for (const [i, one] of [cache, small, queue].entries()) assert.equal(error.errors[i], one, inOrder);
    desk.does.cached = { gives: undefined };
    const refused = expectNoAnswer(await desk.asked());
    assert.equal(
      refused.cause instanceof CircuitOpenError,
      true,
      `With the breaker open, the cause should be its CircuitOpenError, not ${nameOf(refused.cause)}`,
    );
    assert.deepEqual(
      refused.errors.map(nameOf),
      [small, queue].map(nameOf),
      'An empty cache is no error; the small model and the queue have failed',
    );
  });

  it('R16 starts nothing more for a user who has left', async () => {
    const left = new Error('The user closed the tab');
    const model = new AbortController();
    const desk = new Desk({ model: 'hangs', cached: { gives: 'earlier' } });
    const waiting = await desk.asked(model.signal);
    model.abort(left);
    await clock.settle();
    expectFailed(waiting, left, 'When the user leaves while the model thinks');
    assert.equal(desk.order(), 'model', 'No fall-back should be asked for a user who has left');
    expectCounters(desk.breaker, { consecutiveFailures: 0, windowCalls: 0 }, 'After a user left');

    const small = new AbortController();
    desk.does = { ...works, model: { rejects: outage() }, smallModel: 'hangs' };
    const degraded = await desk.asked(small.signal);
    assert.equal(desk.order(), 'model, cached, smallModel', 'The model is down and the cache is empty');
    small.abort(left);
    await clock.settle();
    expectFailed(degraded, left, 'When the user leaves while the small model thinks');
    assert.equal(
      desk.signals.smallModel?.aborted,
      true,
      'The small model should be told through its signal that nobody waits any more',
    );
    assert.equal(desk.order(), '', 'No ticket should be opened for a user who has left');
    expectCounters(
      desk.smallBreaker,
      { consecutiveFailures: 0, windowCalls: 0 },
      'The breaker of the small model: after a user left',
    );

    expectFailed(await desk.asked(small.signal), left, 'When the user has left before the question');
    assert.equal(desk.order(), '', 'Nobody should be asked for a user who has left before the question');
  });

  it('R16 lets a user leave at once while the cache or the queue takes its time', async () => {
    for (const [step, asked] of [
      ['cached', 'model, cached'],
      ['enqueue', 'model, cached, smallModel, enqueue'],
    ] as const) {
      const left = new Error('The user closed the tab');
      const user = new AbortController();
      const desk = new Desk({
        model: { rejects: outage() },
        smallModel: { rejects: outage() },
        [step]: 'hangs',
      });
      const waiting = await desk.asked(user.signal);
      assert.equal(desk.order(), asked, `With both models down, ${step}() should be under way`);
      user.abort(left);
      await clock.settle();
      expectFailed(waiting, left, `When the user leaves while ${step}() is under way`);
      assert.equal(desk.order(), '', `Nobody else should be asked when the user left during ${step}()`);
    }
  });
});

/** Whoever asked has been given this very value to catch. */
function expectFailed(question: Conversation, reason: unknown, when: string): void {
  const expected = `${when} answer() should reject with this very value, at once: ${nameOf(reason)}`;
  assert.equal(question.summary, nameOf(reason), `${expected}; it gives: ${question.summary}`);
  assert.equal(question.error, reason, `${expected}; it gives another one`);
}

function expectNoAnswer(question: Conversation): NoAnswerError {
  const { error } = question;
  if (error instanceof NoAnswerError) return error;
  assert.fail(
    `With every source down the question should fail with NoAnswerError, not end as “${question.summary}”`,
  );
}
