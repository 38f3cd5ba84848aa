import { Module } from '@nestjs/common';
import { provideConfig } from '../config/settings.js';
import { provideInvariants } from '../doctor/invariant.js';
import { ImportAcceptance } from './import-acceptance.js';
import { ImportFilesRepository } from './import-files.repository.js';
import { ImportReportsRepository } from './import-reports.repository.js';
import { ImportRuns } from './import-runs.js';
import { ImportUploads } from './import-uploads.js';
import { ImportAnswers } from './imports.answers.js';
import { Imports } from './imports.js';
import { ImportsConfig } from './imports.config.js';
import { importsInvariants } from './imports.invariants.js';
import { ImportsJobs } from './imports.jobs.js';
import { ImportsRepository } from './imports.repository.js';

/** Uploads of files that a job then imports. Other modules add the kinds of files. */
@Module({
  providers: [
    provideConfig(ImportsConfig),
    ImportAcceptance,
    ImportAnswers,
    ImportFilesRepository,
    ImportReportsRepository,
    ImportRuns,
    ImportUploads,
    Imports,
    ImportsJobs,
    ImportsRepository,
    provideInvariants(importsInvariants),
  ],
  exports: [ImportReportsRepository, ImportRuns, ImportUploads, Imports],
})
export class ImportsModule {}
