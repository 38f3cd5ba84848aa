import { Module } from '@nestjs/common';
import { provideConfig } from '../config/settings.js';
import { provideInvariants } from '../doctor/invariant.js';
import { ImportAcceptance } from './import-acceptance.js';
import { ImportFilesRepository } from './import-files.repository.js';
import { ImportFindingsRepository } from './import-findings.repository.js';
import { ImportQueue } from './import-queue.js';
import { ImportReports } from './import-reports.js';
import { ImportRuns } from './import-runs.js';
import { ImportUploads } from './import-uploads.js';
import { Imports } from './imports.js';
import { ImportsConfig } from './imports.config.js';
import { importsInvariants } from './imports.invariants.js';
import { ImportsJobs } from './imports.jobs.js';
import { ImportsReader } from './imports.reader.js';
import { ImportsRepository } from './imports.repository.js';
import { IncomingChunks } from './incoming-chunks.js';

/** Files that people send over HTTP to be imported by a job, whatever is in them. Modules add their kinds. */
@Module({
  providers: [
    provideConfig(ImportsConfig),
    ImportAcceptance,
    ImportFilesRepository,
    ImportFindingsRepository,
    ImportQueue,
    ImportReports,
    ImportRuns,
    ImportUploads,
    Imports,
    ImportsJobs,
    ImportsReader,
    ImportsRepository,
    IncomingChunks,
    provideInvariants(importsInvariants),
  ],
  exports: [ImportReports, ImportRuns, ImportUploads, Imports],
})
export class ImportsModule {}
