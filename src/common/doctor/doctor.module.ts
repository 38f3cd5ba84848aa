import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CliModule } from '../cli/cli.module.js';
import { DATABASE_INVARIANTS } from './database.invariants.js';
import { Doctor } from './doctor.js';
import { DoctorCommand } from './doctor.command.js';
import { provideInvariants } from './invariant.js';

@Module({
  imports: [DiscoveryModule, CliModule],
  providers: [Doctor, DoctorCommand, provideInvariants(DATABASE_INVARIANTS)],
  exports: [Doctor],
})
export class DoctorModule {}
