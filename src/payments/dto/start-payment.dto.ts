import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { Text } from '../../common/http/validators.js';

export class StartPaymentDto {
  /** Name of the payment provider. */
  @ApiProperty({ example: 'test', maxLength: 30 })
  @Text({ max: 30 })
  provider: string;

  /** One of the provider's methods. Test provider: `success`, `decline`, `requires_action` and more. */
  @ApiPropertyOptional({ example: 'success', maxLength: 200 })
  @IfPresent()
  @Text({ max: 200 })
  paymentMethod?: string;
}
