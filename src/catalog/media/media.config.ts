import { IsBoolean, IsOptional, IsString, IsUrl, ValidateIf } from 'class-validator';
import { join } from 'node:path';
import { Config, Env, flag, list } from '../../common/config/settings.js';

const isS3 = (config: MediaConfig): boolean => config.s3Endpoint !== undefined;
const needed = { message: '$property is needed, since MEDIA_S3_ENDPOINT is set' };

/** Storage of images. */
@Config()
export class MediaConfig {
  /**
   * Folder of images and running uploads; by default `media` in DATA_DIR. All processes of a shop share it, or use
   * S3-compatible storage.
   */
  @Env('MEDIA_DIR')
  @IsOptional()
  @IsString()
  dir?: string;

  /** Address of S3-compatible storage for images, such as https://s3.eu-central-1.amazonaws.com. */
  @Env('MEDIA_S3_ENDPOINT')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  s3Endpoint?: string;

  /** Bucket of the images. It may be private, since the shop serves them. */
  @Env('MEDIA_S3_BUCKET')
  @ValidateIf(isS3)
  @IsString(needed)
  s3Bucket?: string;

  /** Region for signing requests. */
  @Env('MEDIA_S3_REGION')
  @IsString()
  s3Region: string = 'us-east-1';

  /** Access key with permission to get, put and delete objects of the bucket. */
  @Env('MEDIA_S3_ACCESS_KEY_ID')
  @ValidateIf(isS3)
  @IsString(needed)
  s3AccessKeyId?: string;

  /** Secret of the access key. */
  @Env('MEDIA_S3_SECRET_ACCESS_KEY')
  @ValidateIf(isS3)
  @IsString(needed)
  s3SecretAccessKey?: string;

  /**
   * Whether to fetch and store images that an import names at other hosts. Only public hosts are used; an image that
   * cannot be fetched keeps its address.
   */
  @Env('MEDIA_FETCH', flag)
  @IsBoolean()
  fetchesImages: boolean = false;

  /** Non-public hosts to fetch images from, as in addresses: `images.internal:8080`. */
  @Env('MEDIA_FETCH_HOSTS', list)
  @IsString({ each: true })
  fetchHosts: string[] = [];

  folder(dataDir: string): string {
    return this.dir ?? join(dataDir, 'media');
  }
}
