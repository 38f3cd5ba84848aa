import { Injectable } from '@nestjs/common';
import { type Lease, Idempotency } from '../http/idempotency/idempotency.js';
import { ImportResponse } from './dto/import.response.js';
import type { Import } from './import.js';

const ACCEPTED = 202;

/** As controllers would send them. */
@Injectable()
export class ImportAnswers {
  constructor(private readonly idempotency: Idempotency) {}

  async store(lease: Lease, accepted: Import): Promise<void> {
    await this.idempotency.store(lease, ACCEPTED, ImportResponse.from(accepted));
  }
}
