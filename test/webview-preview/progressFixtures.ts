import type { SkillLevel } from '../../src/core/advice/skillLevels';
import { skills } from '../../src/core/exercise';
import type { PastExercise, ProgressView } from '../../src/protocol/progressPanel';

/** The page about progress as the host would fill it. */

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 20, 12);
const ago = (days: number): number => now - days * dayMs;
const runs = (...days: readonly number[]) => days.map(day => ({ at: ago(Math.abs(day)), passed: day > 0 }));

const empty: ProgressView = {
  now,
  packs: [
    {
      ...{ id: 'chatbot-platform', title: 'Chatbot platform' },
      ...{ passed: 0, begun: 0, total: 9, minutesPassed: 0, minutes: 480 },
    },
  ],
  skills: skills.map((skill): SkillLevel => ({ skill, passed: 0, total: 2 })),
  next: [
    {
      ...{ ref: 'chatbot-platform/rate-limiting', title: 'Rate limit across five servers' },
      ...{ packTitle: 'Chatbot platform', difficulty: 'core', minutes: 60 },
      reason: { kind: 'open', after: [] },
    },
    {
      ...{ ref: 'chatbot-platform/cache', title: 'Hourly data, fresh cache' },
      ...{ packTitle: 'Chatbot platform', difficulty: 'intermediate', minutes: 45 },
      reason: { kind: 'open', after: [] },
    },
  ],
  nextReturnAt: null,
  intervals: [7, 21, 60, 180],
  history: [],
  elsewhere: 0,
};

const past = (change: Partial<PastExercise>): PastExercise => ({
  ...{ ref: 'chatbot-platform/rate-limiting', title: 'Rate limit across five servers', kind: 'checked' },
  ...{ state: 'passed', startedAt: ago(40), firstPassAt: ago(38.5), runs: 31, attempts: 1, hintsUsed: 1 },
  history: runs(-40, -39.6, -39.5, -38.8, 38.5, 31, -12, 11.9),
  ...change,
});

const passedOf = [1, 2, 0, 2, 3, 1, 1, 2, 0, 0, 1];

const some: ProgressView = {
  ...empty,
  packs: [
    {
      ...{ id: 'chatbot-platform', title: 'Chatbot platform' },
      ...{ passed: 3, begun: 2, total: 9, minutesPassed: 165, minutes: 480 },
    },
    {
      ...{ id: 'feeds', title: 'Feeds and timelines' },
      passed: 0,
      begun: 0,
      total: 4,
      minutesPassed: 0,
      minutes: 150,
    },
  ],
  skills: skills.map((skill, i): SkillLevel => ({ skill, passed: passedOf[i] ?? 0, total: 3 + (i % 2) })),
  next: [
    {
      ...{ ref: 'chatbot-platform/breaker', title: 'Circuit breaker for the model API' },
      ...{ packTitle: 'Chatbot platform', difficulty: 'intermediate', minutes: 75 },
      reason: { kind: 'begun', at: ago(3) },
    },
    {
      ...{ ref: 'chatbot-platform/rate-limiting', title: 'Rate limit across five servers' },
      ...{ packTitle: 'Chatbot platform', difficulty: 'core', minutes: 60 },
      reason: { kind: 'return', days: 24, times: 1 },
    },
    {
      ...{ ref: 'chatbot-platform/stampede', title: 'A thousand misses at once' },
      ...{ packTitle: 'Chatbot platform', difficulty: 'advanced', minutes: 90 },
      reason: {
        kind: 'skill',
        level: { skill: 'data modelling', passed: 0, total: 3 },
        after: ['Hourly data, fresh cache'],
      },
    },
    {
      ...{ ref: 'feeds/fan-out', title: 'Fan out on write or on read?' },
      ...{ packTitle: 'Feeds and timelines', difficulty: 'core', minutes: 20 },
      reason: {
        kind: 'skill',
        level: { skill: 'machine-learning integration', passed: 0, total: 4 },
        after: [],
      },
    },
  ],
  history: [
    past({
      ...{ ref: 'chatbot-platform/breaker', title: 'Circuit breaker for the model API', state: 'failing' },
      ...{ startedAt: ago(3), firstPassAt: null, runs: 7, attempts: 2, hintsUsed: 2 },
      history: runs(-3, -2.9, -2.7, -0.3),
    }),
    past({}),
    past({
      ...{ ref: 'chatbot-platform/cache', title: 'Hourly data, fresh cache' },
      ...{ startedAt: ago(22), firstPassAt: ago(21.97), runs: 3, hintsUsed: 0 },
      history: runs(-22, -21.98, 21.97),
    }),
    past({
      ...{ ref: 'chatbot-platform/incident', title: 'The night of the outage', kind: 'discussed' },
      ...{ startedAt: ago(30), firstPassAt: ago(29), runs: 0, hintsUsed: 0, history: [] },
    }),
    past({
      ...{ ref: 'chatbot-platform/keys', title: 'Signing key leaked', state: 'started' },
      ...{ startedAt: ago(35), firstPassAt: null, runs: 0, hintsUsed: 0, history: [] },
    }),
  ],
  elsewhere: 2,
};

const done: ProgressView = {
  ...some,
  packs: [
    {
      ...{ id: 'chatbot-platform', title: 'Chatbot platform' },
      ...{ passed: 1, begun: 0, total: 1, minutesPassed: 60, minutes: 60 },
    },
  ],
  skills: [{ skill: 'resilience', passed: 1, total: 1 }],
  next: [],
  nextReturnAt: ago(-9),
  history: [past({ startedAt: null })],
  elsewhere: 1,
};

const none: ProgressView = { ...empty, packs: [], skills: [], next: [] };

export const progressFixtures = {
  'progress-empty': empty,
  'progress-some': some,
  'progress-done': done,
  'progress-none': none,
} as const;
export type ProgressFixtureName = keyof typeof progressFixtures;

export const progressFixtureNames = Object.keys(progressFixtures) as readonly ProgressFixtureName[];
