/** Conditions, policies and attributes out of the seed. What is compared is of one type, unless it is spoilt. */
import type { AttributeName, Condition, Policy, PolicySet, Scalar, Value, Weekday } from '#attempt/types.ts';
import { random } from '#testkit';
import { all, any, atLeast, attr, equals, from, not, within } from './company.ts';
import { addressOf, combinings, zones, type Attributes } from './oracle.ts';

const texts = ['emea', 'apac', 'amer', 'constructor'];
const textNames: readonly AttributeName[] = [
  'user.region',
  'user.team',
  'resource.region',
  'resource.owner.team',
  'context.channel',
];
const numberNames: readonly AttributeName[] = ['user.clearance', 'resource.clearance', 'context.risk'];
const flagNames: readonly AttributeName[] = ['user.isExternal', 'resource.embargoed', 'context.constructor'];

type Names = readonly AttributeName[];
const operand = <V extends Scalar>(names: Names, value: () => V): V | { readonly attr: AttributeName } =>
  random.chance(0.7) ? attr(random.pick(names)) : value();
const text = (): string => random.pick(texts);
const number = (): number => random.int(1, 3);
const flag = (): boolean => random.chance(0.5);

export const address = (): string =>
  random.pick(['10.20.3.4', '10.21.3.4', '192.168.0.7', '203.0.113.9', '::ffff:10.20.3.4']);
const network = (): string => random.pick(['10.20.0.0/16', '10.0.0.0/8', '192.168.0.0/30', '128.0.0.0/1']);

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const time = (): string =>
  `${String(random.int(0, 23)).padStart(2, '0')}:${String(random.int(0, 3) * 15).padStart(2, '0')}`;
export const randomWindow = () => ({
  zone: random.pick(zones),
  days: random.shuffle(weekdays).slice(0, random.int(1, 6)),
  from: time(),
  to: time(),
});

interface Kinds {
  /** Windows and networks, too. */
  readonly surroundings?: boolean;
}

export function randomCondition(depth = 2, kinds: Kinds = {}): Condition {
  const part = (): Condition => randomCondition(depth - 1, kinds);
  const parts = (): Condition[] => Array.from({ length: random.int(0, 3) }, part);
  if (depth > 0 && random.chance(0.6))
    return random.pick([() => all(...parts()), () => any(...parts()), () => not(part())])();
  return random.pick<() => Condition>([
    () => equals(operand(textNames, text), operand(textNames, text)),
    () => equals(operand(numberNames, number), operand(numberNames, number)),
    () => equals(operand(flagNames, flag), flag()),
    () => atLeast(operand(numberNames, number), operand(numberNames, number)),
    () => within(operand(textNames, text), random.chance(0.6) ? 'user.regions' : [text(), text()]),
    ...(kinds.surroundings
      ? [
          (): Condition => ({ op: 'during', window: randomWindow() }),
          () => from(...Array.from({ length: random.int(1, 2) }, network)),
        ]
      : []),
  ])();
}

export function randomPolicies(kinds: Kinds = {}): PolicySet {
  const policies = Array.from({ length: random.int(1, 6) }, (_, i): Policy => {
    const when = random.chance(0.9) ? randomCondition(2, kinds) : undefined;
    return {
      id: `p${i}`,
      effect: random.chance(0.55) ? 'permit' : 'deny',
      actions: random.pick([['read'], ['read', 'export'], ['export'], ['*']]),
      types: random.pick([['report'], ['report'], ['invoice', 'report'], ['invoice'], ['*']]),
      ...(when && { when }),
    };
  });
  return { version: `v${random.int(1, 99)}`, combining: random.pick(combinings), policies };
}

/** What may be missing is missing with this chance, and of another type with the other. */
export interface Spoilt {
  readonly missing?: number;
  readonly mistyped?: number;
}

function attributesOf(
  owner: 'user' | 'resource' | 'context',
  { missing = 0.15, mistyped = 0 }: Spoilt,
): Attributes {
  const draw: readonly (readonly [Names, () => Value])[] = [
    [textNames, text],
    [numberNames, number],
    [flagNames, flag],
    [['user.regions'], () => (random.chance(0.3) ? [] : texts.filter(() => random.chance(0.5)))],
    [['context.ip'], address],
  ];
  const values = draw.flatMap(([names, value]) =>
    names
      .filter(name => name.startsWith(`${owner}.`) && !random.chance(missing))
      .map((name): [string, Value] => [
        name.slice(owner.length + 1),
        random.chance(mistyped) ? random.pick<Value>(['2', 2, true, ['emea'], '10.20.3']) : value(),
      ]),
  );
  return Object.fromEntries(values);
}

export const randomUser = (spoilt: Spoilt = {}): Attributes => attributesOf('user', spoilt);
export const randomResource = (spoilt: Spoilt = {}): Attributes => attributesOf('resource', spoilt);
export const randomContext = (spoilt: Spoilt = {}): Attributes => attributesOf('context', spoilt);

/** The same names, so that what is left out is taken away. */
export const without = (names: readonly string[]): Readonly<Record<string, undefined>> =>
  Object.fromEntries(names.map(name => [name, undefined]));

export const userNames = ['region', 'team', 'clearance', 'isExternal', 'regions'];
export const resourceNames = ['region', 'owner.team', 'clearance', 'embargoed'];

export const randomBits = (): string => Array.from({ length: 32 }, () => String(random.int(0, 1))).join('');
export const randomAddress = (): string => addressOf(randomBits());
