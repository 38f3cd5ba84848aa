import { AwsClient } from 'aws4fetch';
import { Readable } from 'node:stream';
import type { MediaConfig } from './media.config.js';
import { MediaUnavailable } from './media.errors.js';
import { MediaStorage, type StoredImage } from './media-storage.js';

const TIMEOUT_MS = 10_000;
const RETRIES = 2;

/** Stores images in an S3-compatible bucket, addressed by path. Answers 503 while the bucket does not answer. */
export class S3Storage extends MediaStorage {
  private readonly client: AwsClient;
  private readonly bucket: string;

  constructor(config: MediaConfig) {
    super();
    this.client = new AwsClient({
      accessKeyId: config.s3AccessKeyId!,
      secretAccessKey: config.s3SecretAccessKey!,
      region: config.s3Region,
      service: 's3',
      retries: RETRIES,
    });
    this.bucket = `${config.s3Endpoint!.replace(/\/$/, '')}/${config.s3Bucket!}`;
  }

  /** An outage concerns all processes alike; jobs are retried. */
  isUsable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async put(name: string, bytes: Buffer, type: string): Promise<void> {
    const init = { body: new Uint8Array(bytes), headers: { 'content-type': type } };
    if (!(await this.send('PUT', name, init))) throw new MediaUnavailable('there is no such bucket');
  }

  async open(name: string): Promise<StoredImage | undefined> {
    const answer = await this.send('GET', name);
    if (!answer?.body) return undefined;
    return {
      bytes: Readable.fromWeb(answer.body),
      length: Number(answer.headers.get('content-length')),
    };
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) await this.send('DELETE', name);
  }

  private async send(method: string, name: string, init: RequestInit = {}): Promise<Response | undefined> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await this.client
      .fetch(`${this.bucket}/${name}`, { ...init, method, signal })
      .catch((error: unknown) => {
        throw new MediaUnavailable(String(error));
      });
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (answer.status === 404) return undefined;
    throw new MediaUnavailable(`it answered ${answer.status}`);
  }
}
