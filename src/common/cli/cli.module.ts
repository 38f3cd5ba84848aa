import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Commands } from './commands.js';
import { Terminal } from './terminal.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [Commands, Terminal], exports: [Commands, Terminal] })
export class CliModule {}
