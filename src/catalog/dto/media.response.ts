import { ApiProperty } from '@nestjs/swagger';

/** A smaller copy (rendition) of an image. */
export class MediaVariantResponse {
  @ApiProperty({ example: '/media/6c2f1a0d9b7e4f35a1c8d2e4b6f80913-640.webp' })
  url: string;

  /** Media type, for `srcset` and `<source type>`. */
  @ApiProperty({ example: 'image/webp' })
  type: string;

  /** In pixels. */
  @ApiProperty({ type: 'integer', example: 640 })
  width: number;

  /** In pixels. */
  @ApiProperty({ type: 'integer', example: 427 })
  height: number;
}

/** An image of a product: an uploaded one, or the address of one at another host. */
export class MediaResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** For an uploaded image, a path on the shop's own host; its content never changes. */
  @ApiProperty({ example: '/media/6c2f1a0d9b7e4f35a1c8d2e4b6f80913.jpg' })
  url: string;

  /** Alternative text for people who do not see the image. */
  @ApiProperty({ example: 'A blue T-shirt from the front' })
  alt: string;

  /** In pixels; null for images at other hosts. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2400 })
  width: number | null;

  /** In pixels; null for images at other hosts. */
  @ApiProperty({ type: 'integer', nullable: true, example: 1600 })
  height: number | null;

  /** Renditions in AVIF, WebP and the image's own format, smallest first; empty until they are made. */
  @ApiProperty({ type: [MediaVariantResponse] })
  variants: MediaVariantResponse[];
}
