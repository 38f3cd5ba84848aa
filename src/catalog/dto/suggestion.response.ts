import { ApiProperty } from '@nestjs/swagger';

export const SUGGESTION_KINDS = ['category', 'product'] as const;

/** Something that a shopper may be typing. */
export class SuggestionResponse {
  @ApiProperty({ enum: SUGGESTION_KINDS, example: 'product' })
  kind: (typeof SUGGESTION_KINDS)[number];

  /** The product's title or the category's name. */
  @ApiProperty({ example: 'Linen shirt' })
  text: string;

  /** Its name in addresses. */
  @ApiProperty({ example: 'linen-shirt' })
  slug: string;
}

export class SuggestionsResponse {
  /** Categories first; products that can be bought before those that cannot. */
  @ApiProperty({ type: [SuggestionResponse] })
  items: SuggestionResponse[];
}
