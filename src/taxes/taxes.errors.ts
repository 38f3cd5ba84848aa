import { mapConstraint } from '../common/errors/constraints.js';
import { DomainError, type ErrorKind } from '../common/errors/domain-error.js';

export class TaxRateExists extends DomainError {
  static override readonly code = 'tax_rate_exists';
  static override readonly kind: ErrorKind = 'conflict';
  static override readonly title = 'The place already has a tax rate';

  constructor() {
    super('Change the rate of this country or region instead of adding a second one.');
  }
}

mapConstraint('tax_rates_place_key', () => new TaxRateExists());
