import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Service } from '../core/exercise';

const environmentFile = path.join('media', 'types', 'attempt.d.ts');

/** What learner code may import the types of, by the service that its exercise asks for. */
const clientTypes: Readonly<Record<Service, string>> = {
  redis: path.join('media', 'types', 'ioredis.d.ts'),
  postgres: path.join('media', 'types', 'postgres-client.d.ts'),
};

/** Where the parts of Design Drills lie, seen from a built file. */
export class Installation {
  /** The folder with `media` and, in the repository, `exercises`: the nearest one above the built file. */
  readonly root: string;
  /** The only folder that a child which runs suites may read. */
  readonly sandboxDir: string;
  /** The folder of type declarations. */
  readonly types: string;
  /** A pack whose exercises new ones begin with. */
  readonly templates: string;
  /** What maps coverage, for runs that ask for it. */
  readonly coverageFile: string;
  /** What colours code, for panels. */
  readonly highlightFile: string;

  constructor(readonly dist: string) {
    this.root = rootAbove(dist);
    this.sandboxDir = path.join(dist, 'sandbox');
    this.types = path.join(this.root, 'media', 'types');
    this.templates = path.join(this.root, 'media', 'templates');
    this.coverageFile = path.join(dist, 'coverage.js');
    this.highlightFile = path.join(dist, 'highlight.js');
  }

  /** What learner code may use, as type declarations; scaffolds write it into the attempt. */
  async environment(services: readonly Service[]): Promise<string> {
    const files = [environmentFile, ...services.map(service => clientTypes[service])];
    return (await Promise.all(files.map(file => readFile(path.join(this.root, file), 'utf8')))).join('\n');
  }

  /** What suites may use besides, as type declarations. */
  async suiteEnvironment(): Promise<string> {
    const names = (await readdir(this.types)).filter(name => name.endsWith('.d.ts')).sort();
    return (await Promise.all(names.map(name => readFile(path.join(this.types, name), 'utf8')))).join('\n');
  }

  /** Of the package. */
  async version(): Promise<string> {
    const manifest: unknown = JSON.parse(await readFile(path.join(this.root, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
    return typeof version === 'string' ? version : 'unknown';
  }

  /** The packs that came along, sorted; in the repository those of `exercises` win over the built ones. */
  async bundledPacks(): Promise<string[]> {
    const places = [path.join(this.root, 'exercises'), path.join(this.dist, 'packs')];
    return (await Promise.all(places.map(packsBelow))).flat();
  }
}

/** The folders directly below this one that hold a pack.yaml. */
export async function packsBelow(folder: string): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names
    .sort()
    .map(name => path.join(folder, name))
    .filter(pack => existsSync(path.join(pack, 'pack.yaml')));
}

function rootAbove(folder: string): string {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, environmentFile))) return at;
    if (path.dirname(at) === at) throw new Error(`${environmentFile} is missing above ${folder}`);
  }
}
