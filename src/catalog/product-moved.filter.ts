import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The product has another slug now. */
export class ProductMoved extends Error {
  constructor(readonly slug: string) {
    super(`The product is at ${slug} now`);
  }
}

const BEFORE_SLUG = '/products/';

/** Sends whoever follows an old address to the new one, with all that stood behind the slug. */
@Catch(ProductMoved)
export class ProductMovedFilter implements ExceptionFilter<ProductMoved> {
  catch({ slug }: ProductMoved, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { url } = http.getRequest<FastifyRequest>();
    const start = url.indexOf(BEFORE_SLUG) + BEFORE_SLUG.length;
    const behind = url.slice(start).replace(/^[^/?]*/, '');
    http
      .getResponse<FastifyReply>()
      .status(301)
      // The old slug may be given to another product, or back to this one: it is asked for again each time.
      .header('cache-control', 'public, no-cache')
      .header('location', url.slice(0, start) + slug + behind)
      .send();
  }
}
