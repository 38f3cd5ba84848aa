import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What was asked for by a slug of before has another one now. */
export class Moved extends Error {
  /** @param addressOf Gives the address asked for with present slugs in place of old ones. */
  private constructor(readonly addressOf: (url: string) => string) {
    super('It has another slug now');
  }

  /** The slug stands in the path behind this; all that follows it stays. */
  static inPath(before: `/${string}/`, slug: string): Moved {
    return new Moved((url) => {
      const start = url.indexOf(before) + before.length;
      return url.slice(0, start) + slug + url.slice(start).replace(/^[^/?]*/, '');
    });
  }

  /** The slugs, by old ones, are among what a name of the query says; all the rest stays. */
  static inQuery(name: string, slugs: ReadonlyMap<string, string>): Moved {
    return new Moved((url) => {
      const [path = '', query] = url.split('?', 2);
      const said = new URLSearchParams();
      for (const [each, value] of new URLSearchParams(query))
        said.append(each, each === name ? (slugs.get(value) ?? value) : value);
      return `${path}?${said.toString()}`;
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
