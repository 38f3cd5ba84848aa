import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One fault of a request. */
export class FaultResponse {
  /** Where the fault is: `items.0.quantity`. */
  @ApiProperty({ example: 'items.0.quantity' })
  path: string;

  /** Its stable name. */
  @ApiProperty({ example: 'max' })
  code: string;

  /** One sentence for people. */
  @ApiProperty({ example: 'quantity must not be greater than 10000' })
  message: string;
}

/** Every refusal, as RFC 9457 problem details. */
export class ProblemResponse {
  /** URI of the problem type; its last part is the code. */
  @ApiProperty({ example: 'urn:cartwright:problem:not_found' })
  type: string;

  /** Name of the problem type, for people. */
  @ApiProperty({ example: 'Not found' })
  title: string;

  /** The HTTP status. */
  @ApiProperty({ type: 'integer', example: 404 })
  status: number;

  /** One sentence about this occurrence. */
  @ApiProperty({ example: 'There is no such product.' })
  detail: string;

  /** The requested path. */
  @ApiProperty({ example: '/api/v1/products/unknown' })
  instance: string;

  /** Stable name of the problem, for programs. */
  @ApiProperty({ example: 'not_found' })
  code: string;

  /** Id of the request in the log. */
  @ApiProperty({ example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  requestId: string;

  /** The faults of an invalid request. */
  @ApiPropertyOptional({ type: () => [FaultResponse] })
  errors?: FaultResponse[];
}
