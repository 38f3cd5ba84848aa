import { ApiProperty } from '@nestjs/swagger';

/** A smaller image of the same picture. */
export class MediaVariantResponse {
  @ApiProperty({ example: '/media/6c2f1a0d9b7e4f35a1c8d2e4b6f80913-640.webp' })
  url: string;

  /** Its media type, as `srcset` and `<source type>` want it. */
  @ApiProperty({ example: 'image/webp' })
  type: string;

  /** In pixels. */
  @ApiProperty({ type: 'integer', example: 640 })
  width: number;

  /** In pixels. */
  @ApiProperty({ type: 'integer', example: 427 })
  height: number;
}

/** An image of a product: one that was uploaded, or one at another host by its address. */
export class MediaResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** A path on the shop's own host for an uploaded image; what it holds never changes. */
  @ApiProperty({ example: '/media/6c2f1a0d9b7e4f35a1c8d2e4b6f80913.jpg' })
  url: string;

  /** What it shows, for those who do not see it. */
  @ApiProperty({ example: 'A blue T-shirt from the front' })
  alt: string;

  /** In pixels; null where the image is not the shop's own. */
  @ApiProperty({ type: 'integer', nullable: true, example: 2400 })
  width: number | null;

  /** In pixels; null where the image is not the shop's own. */
  @ApiProperty({ type: 'integer', nullable: true, example: 1600 })
  height: number | null;

  /** Smaller images in AVIF, WebP and the image's own format, the smallest first; empty until they are made. */
  @ApiProperty({ type: [MediaVariantResponse] })
  variants: MediaVariantResponse[];
}
