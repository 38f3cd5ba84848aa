import { IsBoolean, IsOptional, IsString, IsUrl, ValidateIf } from 'class-validator';
import { join } from 'node:path';
import { Config, Env, flag, list } from '../../common/config/settings.js';

const isS3 = (config: MediaConfig): boolean => config.s3Endpoint !== undefined;
const needed = { message: '$property is needed, since MEDIA_S3_ENDPOINT is set' };

/** Where uploaded images are kept. */
@Config()
export class MediaConfig {
  /**
   * Folder of images, and of uploads under way: `media` in DATA_DIR unless this names another. Processes that serve one
   * shop share it, or use S3-compatible storage.
   */
  @Env('MEDIA_DIR')
  @IsOptional()
  @IsString()
  dir?: string;

  /** Address of S3-compatible storage, such as https://s3.eu-central-1.amazonaws.com; images are then kept there. */
  @Env('MEDIA_S3_ENDPOINT')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  s3Endpoint?: string;

  /** Bucket of the images. It may be private: the shop serves them. */
  @Env('MEDIA_S3_BUCKET')
  @ValidateIf(isS3)
  @IsString(needed)
  s3Bucket?: string;

  /** Region that requests are signed for. */
  @Env('MEDIA_S3_REGION')
  @IsString()
  s3Region: string = 'us-east-1';

  /** Access key that may get, put and delete objects of the bucket. */
  @Env('MEDIA_S3_ACCESS_KEY_ID')
  @ValidateIf(isS3)
  @IsString(needed)
  s3AccessKeyId?: string;

  /** Secret of that access key. */
  @Env('MEDIA_S3_SECRET_ACCESS_KEY')
  @ValidateIf(isS3)
  @IsString(needed)
  s3SecretAccessKey?: string;

  /**
   * Whether images that an import names at other hosts are fetched and kept. Only hosts of the public internet are asked;
   * an image that cannot be had stays where it is.
   */
  @Env('MEDIA_FETCH', flag)
  @IsBoolean()
  fetchesImages: boolean = false;

  /** Hosts of images that are asked although they are not public, as addresses write them: `images.internal:8080`. */
  @Env('MEDIA_FETCH_HOSTS', list)
  @IsString({ each: true })
  fetchHosts: string[] = [];

  folder(dataDir: string): string {
    return this.dir ?? join(dataDir, 'media');
  }
}
