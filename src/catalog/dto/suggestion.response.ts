import { ApiProperty } from '@nestjs/swagger';

export const SUGGESTION_KINDS = ['category', 'product'] as const;

/** A product or category that matches the typed text. */
export class SuggestionResponse {
  @ApiProperty({ enum: SUGGESTION_KINDS, example: 'product' })
  kind: (typeof SUGGESTION_KINDS)[number];

  /** Title of the product, or name of the category. */
  @ApiProperty({ example: 'Linen shirt' })
  text: string;

  /** Name in addresses. */
  @ApiProperty({ example: 'linen-shirt' })
  slug: string;
}

export class SuggestionsResponse {
  /** Categories first, then products in stock, then sold-out products. */
  @ApiProperty({ type: [SuggestionResponse] })
  items: SuggestionResponse[];
}
