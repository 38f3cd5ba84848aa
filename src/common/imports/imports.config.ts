import { IsInt, Max, Min } from 'class-validator';
import { Config, Env, integer } from '../config/settings.js';

/** Imports over HTTP. */
@Config()
export class ImportsConfig {
  /** Largest file to import, in bytes. It must arrive within 15 minutes; the command line reads larger files. */
  @Env('IMPORT_MAX_BYTES', integer)
  @IsInt()
  @Min(1_000)
  @Max(256 * 1024 * 1024)
  maxBytes: number = 104_857_600;
}
