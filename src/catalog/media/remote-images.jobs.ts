import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../common/errors/domain-error.js';
import { Job } from '../../common/events/subscribe.decorator.js';
import { ImportReportsRepository } from '../../common/imports/import-reports.repository.js';
import { ImageIntake } from './image-intake.js';
import { KeptImages } from './kept-images.js';
import { IMAGE_WORK } from './media-ability.js';
import { FetchRefused } from './remote-host.js';
import { FETCH_IMAGE, type WantedImage } from './remote-images.js';

/** Fetches images that imports name at other hosts. */
@Injectable()
export class RemoteImagesJobs {
  private readonly logger = new Logger(RemoteImagesJobs.name);

  constructor(
    private readonly intake: ImageIntake,
    private readonly kept: KeptImages,
    private readonly reports: ImportReportsRepository,
  ) {}

  /** An image that cannot be fetched keeps its address; the import's report gives the reason. */
  @Job(FETCH_IMAGE, { says: 'Fetches an image from the address that an import names', needs: IMAGE_WORK })
  async fetch(image: WantedImage): Promise<void> {
    try {
      const fileUrl = (await this.kept.find(image.url)) ?? (await this.intake.fetch(image.url));
      await this.kept.show(image.url, fileUrl);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      await this.report(image, reason);
    }
  }

  private async report({ url, line, subject, importId }: WantedImage, reason: string): Promise<void> {
    this.logger.warn(`An image was not fetched: ${reason} (${url})`);
    if (importId === undefined) return;
    const detail = `the image ${url} keeps its address: ${reason}`;
    await this.reports.add(importId, { kind: 'different', line, subject, detail });
  }
}

/** Returns undefined for errors that a retry may fix. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof FetchRefused) return error.message;
  return error instanceof DomainError && error.facts.kind !== 'unavailable' ? error.facts.title : undefined;
}
