import type { FastifyInstance } from 'fastify';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** CORS preflight routes match any path. */
const EVERYWHERE: ReadonlySet<string> = new Set(['*', '/*']);

/** Learns the paths and methods of a server as its routes are added. */
export class KnownPaths {
  private readonly paths = new Map<string, KnownPath>();

  private constructor(private readonly hidden: readonly string[]) {}

  /** Call this before routes are added. Hidden paths are left out. */
  static of(server: FastifyInstance, hidden: readonly string[] = []): KnownPaths {
    const known = new KnownPaths(hidden);
    server.addHook('onRoute', ({ url, method }) => known.add(url, [method].flat()));
    return known;
  }

  /** The methods of a path without its query; exact paths take precedence over patterns. */
  methodsAt(path: string): string[] {
    const written = decoded(path);
    const exact = this.paths.get(written);
    if (exact) return [...exact.methods];
    const found = [...this.paths.values()].filter(({ pattern }) => pattern.test(written));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))];
  }

  /** Whether a parameter route matched although the exact path exists with other methods. */
  isPassedOver(path: string, route: string | undefined): boolean {
    return route?.includes(':') === true && this.paths.has(decoded(path));
  }

  private add(url: string, methods: readonly string[]): void {
    if (EVERYWHERE.has(url) || this.hidden.includes(url)) return;
    const known = this.paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of methods) known.methods.add(each.toUpperCase());
    this.paths.set(url, known);
  }
}

/** A parameter matches one path segment, a star all that follow. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replaceAll('*', '.*')}$`,
  );

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
