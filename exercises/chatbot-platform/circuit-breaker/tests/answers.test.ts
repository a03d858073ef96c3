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
  async asked(): Promise<Conversation> {
    const conversation = this.ask();
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
  it('R15 leaves every fall-back alone while the model answers', async () => {
    const desk = new Desk({});
    assert.equal((await desk.asked()).summary, 'model: large', 'A healthy model should answer');
    assert.equal(desk.order(), 'model', 'Nothing but the model should have been asked');
  });

  it('R15 takes the first source that has an answer, whatever the others would do', async () => {
    const failure = (): Fails => random.pick<Fails>([{ rejects: outage() }, { throws: outage() }]);
    for (let round = 0; round < 20; round++) {
      const cached = random.pick<Gives | Fails>([{ gives: 'earlier' }, { gives: undefined }, failure()]);
      const smallModel = random.chance(0.5) ? works.smallModel : failure();
      const desk = new Desk({ model: failure(), cached, smallModel }, { large: { consecutiveFailures: 2 } });
      const hit = 'gives' in cached && cached.gives !== undefined;
      const small = 'gives' in smallModel;
      const expected = hit ? 'cache: earlier' : small ? 'small-model: small' : 'queue: T-1';
      const tail = hit ? 'cached' : small ? 'cached, smallModel' : 'cached, smallModel, enqueue';
      const world = `The model is down, the cache ${hit ? 'has an answer' : 'has none'}, the small model ${small ? 'works' : 'is down too'}`;
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

  it('R15 goes back to the model as soon as the breaker lets it', async () => {
    const desk = new Desk(
      { model: { rejects: outage() } },
      { large: { consecutiveFailures: 1, successesToClose: 1, coolDownMs: 1_000 } },
    );
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
    assert.ok(question.pending, 'The small model has 3,000 ms by its breaker');
    await clock.advance(1);
    assert.equal(
      question.summary,
      'queue: T-1',
      'When the small model has timed out there should be a ticket',
    );
    assert.ok(
      desk.signals.smallModel?.aborted,
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
    const question = await desk.asked();
    assert.ok(
      question.error === error,
      `A request that the model turned down with 400 should fail with that very error, not end as “${question.summary}”`,
    );
    assert.equal(desk.order(), 'model', 'No fall-back should be asked about a bad request');
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
    assert.ok(
      error.cause === model,
      `The cause should be the very error of the large model, not ${nameOf(error.cause)}`,
    );
    const expected = [cache, small, queue];
    assert.ok(
      error.errors.length === 3 && expected.every((one, i) => error.errors[i] === one),
      `The errors should be those of the cache, the small model and the queue in this order, not: ${error.errors.map(nameOf).join('; ')}`,
    );
    desk.does.cached = { gives: undefined };
    const refused = expectNoAnswer(await desk.asked());
    assert.ok(
      refused.cause instanceof CircuitOpenError,
      'With the breaker open, the cause should be its refusal',
    );
    assert.equal(
      refused.errors.length,
      2,
      'An empty cache is no error; the small model and the queue have failed',
    );
  });

  it('R16 starts nothing more for a user who has left', async () => {
    const left = new Error('The user closed the tab');
    const model = new AbortController();
    const desk = new Desk({ model: 'hangs', cached: { gives: 'earlier' } });
    const waiting = desk.ask(model.signal);
    await clock.settle();
    model.abort(left);
    await clock.settle();
    assert.ok(
      waiting.error === left,
      'A user who leaves while the model thinks should get the reason of the signal',
    );
    assert.equal(desk.order(), 'model', 'No fall-back should be asked for a user who has left');
    expectCounters(desk.breaker, { consecutiveFailures: 0, windowCalls: 0 }, 'After a user left');

    const small = new AbortController();
    desk.does = { ...works, model: { rejects: outage() }, smallModel: 'hangs' };
    const degraded = desk.ask(small.signal);
    await clock.settle();
    assert.equal(desk.order(), 'model, cached, smallModel', 'The model is down and the cache is empty');
    small.abort(left);
    await clock.settle();
    assert.ok(
      degraded.error === left,
      'A user who leaves while the small model thinks should get the reason of the signal',
    );
    assert.ok(
      desk.signals.smallModel?.aborted,
      'The small model should be told through its signal that nobody waits any more',
    );
    assert.equal(desk.order(), '', 'No ticket should be opened for a user who has left');
    expectCounters(
      desk.smallBreaker,
      { consecutiveFailures: 0, windowCalls: 0 },
      'The breaker of the small model: after a user left',
    );
  });
});

function expectNoAnswer(question: Conversation): NoAnswerError {
  assert.ok(
    question.error instanceof NoAnswerError,
    `With every source down the question should fail with NoAnswerError, not end as “${question.summary}”`,
  );
  return question.error;
}
