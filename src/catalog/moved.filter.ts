import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What was asked for by a slug of before has another one now. */
export class Moved extends Error {
  /** @param addressOf Gives the address asked for with the present slug in place of the old one. */
  constructor(
    slug: string,
    readonly addressOf: (url: string) => string,
  ) {
    super(`It is at ${slug} now`);
  }

  /** The slug stands in the path behind this; all that follows it stays. */
  static inPath(before: `/${string}/`, slug: string): Moved {
    return new Moved(slug, (url) => {
      const start = url.indexOf(before) + before.length;
      return url.slice(0, start) + slug + url.slice(start).replace(/^[^/?]*/, '');
    });
  }

  /** The slug is what a name of the query says; all others stay. */
  static inQuery(name: string, slug: string): Moved {
    return new Moved(slug, (url) => {
      const [path = '', query] = url.split('?', 2);
      const names = new URLSearchParams(query);
      names.set(name, slug);
      return `${path}?${names.toString()}`;
    });
  }
}

/** Sends whoever follows an old address to the new one. */
@Catch(Moved)
export class MovedFilter implements ExceptionFilter<Moved> {
  catch(moved: Moved, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { url } = http.getRequest<FastifyRequest>();
    http
      .getResponse<FastifyReply>()
      .status(301)
      // The old slug may be given to another, or back to this one: it is asked for again each time.
      .header('cache-control', 'public, no-cache')
      .header('location', moved.addressOf(url))
      .send();
  }
}
