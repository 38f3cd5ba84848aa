import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';
import { NotInProduction } from './production.validator.js';
import { Config, Env, flag } from './settings.js';

/** The kind of process. */
@Config()
export class RuntimeConfig {
  /** `production` refuses weak settings and never migrates by itself. */
  @Env('NODE_ENV')
  @IsIn(['development', 'production', 'test'])
  environment: 'development' | 'production' | 'test' = 'development';

  /** Loads demo data into an empty database. Always on with the embedded server; refused in production. */
  @Env('DEMO', flag)
  @IsBoolean()
  @NotInProduction()
  demo: boolean = false;

  /** Folder of the embedded server and of the demo's secrets. */
  @Env('DATA_DIR')
  @IsOptional()
  @IsString()
  dataDir: string = '.data';

  /** Lowest level that is logged. */
  @Env('LOG_LEVEL')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel: string = 'info';

  get isProduction(): boolean {
    return this.environment === 'production';
  }
}
