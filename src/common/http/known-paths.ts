import type { FastifyInstance } from 'fastify';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Any path at all: the preflights of CORS. */
const EVERYWHERE: ReadonlySet<string> = new Set(['*', '/*']);

/** The paths of a server and their methods, learned as its routes are added. */
export class KnownPaths {
  private readonly paths = new Map<string, KnownPath>();

  private constructor(private readonly hidden: readonly string[]) {}

  /** Call it before routes are added. Those that are hidden are not told of. */
  static of(server: FastifyInstance, hidden: readonly string[] = []): KnownPaths {
    const known = new KnownPaths(hidden);
    server.addHook('onRoute', ({ url, method }) => known.add(url, [method].flat()));
    return known;
  }

  /** The methods of a path as a request writes it, without its query; none of an unknown one. Its own go before those of patterns. */
  methodsAt(path: string): string[] {
    const written = decoded(path);
    const exact = this.paths.get(written);
    if (exact) return [...exact.methods];
    const found = [...this.paths.values()].filter(({ pattern }) => pattern.test(written));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))];
  }

  /** Whether a route with parameters was found for a path that has routes of its own, of other methods. */
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

/** Parameters take one part of a path, a star takes all that follows. */
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
