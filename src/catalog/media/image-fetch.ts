import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { type IncomingMessage, request as requestPlain, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { VERSION } from '../../common/http/version.js';
import { EXISTING } from './incoming-files.js';
import { MediaConfig } from './media.config.js';
import { ImageTooLarge } from './media.errors.js';
import { MAX_IMAGE_BYTES } from './media.limits.js';
import { checkedUrl, FetchRefused, publicLookup } from './remote-host.js';

const MAX_REDIRECTS = 3;
const TIME_LIMIT_MS = 15_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Fetches images from the public internet only. */
@Injectable()
export class ImageFetch {
  constructor(private readonly config: MediaConfig) {}

  /** Writes the image at the address to a file. Throws FetchRefused, and ImageTooLarge beyond MAX_IMAGE_BYTES. */
  async fetch(address: string, path: string): Promise<void> {
    const signal = AbortSignal.timeout(TIME_LIMIT_MS);
    try {
      const answer = await this.follow(checkedUrl(address, this.config.fetchHosts), signal);
      await pipeline(limited(answer), createWriteStream(path, EXISTING), { signal });
    } catch (error) {
      throw reasonOf(error, signal);
    }
  }

  /** Follows redirects itself, since each host needs the same checks. */
  private async follow(start: URL, signal: AbortSignal): Promise<IncomingMessage> {
    let url = start;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = await this.get(url, signal);
      const { statusCode = 0, headers } = answer;
      if (statusCode === 200) return answer;
      answer.destroy();
      if (!REDIRECTS.has(statusCode) || headers.location === undefined) {
        throw new FetchRefused(`the host answers ${statusCode}`);
      }
      url = checkedUrl(headers.location, this.config.fetchHosts, url);
    }
    throw new FetchRefused(`it redirects more than ${MAX_REDIRECTS} times`);
  }

  private get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const request = url.protocol === 'https:' ? requestSecure : requestPlain;
    const isTrusted = this.config.fetchHosts.includes(url.host);
    const options: RequestOptions = {
      agent: false,
      signal,
      headers: { accept: 'image/*', 'user-agent': `Cartwright/${VERSION}` },
      ...(!isTrusted && { lookup: publicLookup }),
    };
    return new Promise((resolve, reject) => {
      request(url, options, resolve).on('error', reject).end();
    });
  }
}

async function* limited(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_IMAGE_BYTES) throw new ImageTooLarge();
    yield chunk;
  }
}

/** Network errors are for the log; people get a plain reason. A fault of our own disk stays unchanged. */
function reasonOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof FetchRefused || error instanceof ImageTooLarge) return error;
  if (signal.aborted) return new FetchRefused('the host takes too long');
  if (error instanceof Error && 'path' in error) return error;
  return new FetchRefused('the host cannot be reached, or closes the connection');
}
