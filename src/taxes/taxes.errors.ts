import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';

export class TaxRateExists extends refusal(
  'conflict',
  'tax_rate_exists',
  'The place already has a tax rate',
) {
  constructor() {
    super('Change the rate of this country or region instead of adding a second one.');
  }
}

mapConstraint('tax_rates_place_key', () => new TaxRateExists());
