import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { replyOf, requestOf } from '../common/http/request.js';
import { SlugMoved } from './catalog.errors.js';

/** Returns the address with current slugs in place of former ones. */
type Readdress = (url: string, slugs: ReadonlyMap<string, string>) => string;

/** Redirects a former address to the current one (RFC 9110, 15.4.2). */
@Catch(SlugMoved)
export class SlugMovedFilter implements ExceptionFilter<SlugMoved> {
  private constructor(private readonly readdress: Readdress) {}

  /** For routes with the slug in the path after this prefix. */
  static inPath(before: `/${string}/`): SlugMovedFilter {
    return new SlugMovedFilter((url, slugs) => {
      const start = url.indexOf(before) + before.length;
      const [slug] = slugs.values();
      return url.slice(0, start) + slug! + url.slice(start).replace(/^[^/?]*/, '');
    });
  }

  /** For routes with slugs in this query parameter. */
  static inQuery(name: string): SlugMovedFilter {
    return new SlugMovedFilter((url, slugs) => {
      const { pathname, searchParams } = new URL(url, 'http://any');
      const said = new URLSearchParams();
      for (const [each, value] of searchParams)
        said.append(each, each === name ? (slugs.get(value) ?? value) : value);
      return `${pathname}?${said.toString()}`;
    });
  }

  catch({ slugs }: SlugMoved, host: ArgumentsHost): void {
    const { url } = requestOf(host);
    replyOf(host)
      .status(301)
      // Clients must check again: the former slug may be reused.
      .header('cache-control', 'public, no-cache')
      .header('location', this.readdress(url, slugs))
      .send();
  }
}
