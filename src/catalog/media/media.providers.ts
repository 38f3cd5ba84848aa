import { provideConfig } from '../../common/config/settings.js';
import { RuntimeConfig } from '../../common/config/runtime.config.js';
import { DiskStorage } from './disk-storage.js';
import { ImageFetch } from './image-fetch.js';
import { ImageIntake } from './image-intake.js';
import { Images } from './images.js';
import { IncomingFiles } from './incoming-files.js';
import { KeptImages } from './kept-images.js';
import { MediaAbility } from './media-ability.js';
import { MediaFiles } from './media-files.js';
import { MediaFilesRepository } from './media-files.repository.js';
import { MediaSourcesRepository } from './media-sources.repository.js';
import { MediaStorage } from './media-storage.js';
import { MediaUploads } from './media-uploads.js';
import { MediaConfig } from './media.config.js';
import { MediaJobs } from './media.jobs.js';
import { MediaService } from './media.service.js';
import { ProductMediaRepository } from './product-media.repository.js';
import { RemoteImages } from './remote-images.js';
import { RemoteImagesJobs } from './remote-images.jobs.js';
import { S3Storage } from './s3-storage.js';

export const mediaProviders = [
  ImageFetch,
  ImageIntake,
  Images,
  IncomingFiles,
  KeptImages,
  MediaAbility,
  MediaFiles,
  MediaFilesRepository,
  MediaJobs,
  MediaService,
  MediaSourcesRepository,
  MediaUploads,
  ProductMediaRepository,
  RemoteImages,
  RemoteImagesJobs,
  provideConfig(MediaConfig),
  {
    provide: MediaStorage,
    useFactory: (config: MediaConfig, runtime: RuntimeConfig): MediaStorage =>
      config.s3Endpoint === undefined
        ? new DiskStorage(config.folder(runtime.dataDir))
        : new S3Storage(config),
    inject: [MediaConfig, RuntimeConfig],
  },
];
