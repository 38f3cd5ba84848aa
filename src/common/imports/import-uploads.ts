import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { uuidv7 } from '../database/ids.js';
import { receiveUpload } from '../http/multipart/upload.js';
import { valid } from '../http/validation/valid.js';
import { ShopConfig } from '../config/shop.config.js';
import { Replay } from '../http/idempotency/idempotency.js';
import { ImportFieldsDto } from './dto/import-fields.dto.js';
import { ImportAcceptance } from './import-acceptance.js';
import { ImportFilesRepository } from './import-files.repository.js';
import type { Import, ImportKind } from './import.js';
import { ImportsConfig } from './imports.config.js';
import { ImportsRepository } from './imports.repository.js';

/** Receives files to import. A failed request leaves nothing behind. */
@Injectable()
export class ImportUploads {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly files: ImportFilesRepository,
    private readonly acceptance: ImportAcceptance,
    private readonly config: ImportsConfig,
    private readonly shop: ShopConfig,
  ) {}

  /** Answers when the file has arrived; a job imports it. */
  async take(kind: ImportKind, request: FastifyRequest): Promise<Import | Replay> {
    const id = uuidv7();
    const { userId: actorId, permissions } = request.principal!;
    const { currency } = this.shop;
    await this.imports.create({ id, kind: kind.name, actorId, permissions: [...permissions], currency });
    let isKept = false;
    try {
      const taken = await this.receive(id, kind, request);
      isKept = !(taken instanceof Replay);
      return taken;
    } finally {
      if (!isKept) await this.imports.removeUpload(id);
    }
  }

  private async receive(id: string, kind: ImportKind, request: FastifyRequest) {
    let content = '';
    const fields = await receiveUpload(request, this.config.maxBytes, async (bytes) => {
      content = await this.files.keep(id, bytes);
    });
    const { dryRun = false, currency = this.shop.currency } = valid(ImportFieldsDto, fields);
    const given = { id, kind, dryRun, currency, content };
    return this.acceptance.accept(given, request.idempotencyLease);
  }
}
