import { Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { CLI_COMMAND, type Command, type CommandFacts } from './command.js';

export interface RegisteredCommand extends CommandFacts {
  readonly command: Command;
}

@Injectable()
export class Commands {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  list(): readonly RegisteredCommand[] {
    return this.discovery
      .getProviders()
      .flatMap(({ instance, metatype }) => {
        if (typeof metatype !== 'function') return [];
        const facts = this.reflector.get<CommandFacts | undefined>(CLI_COMMAND, metatype);
        return facts ? [{ ...facts, command: instance as Command }] : [];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): RegisteredCommand | undefined {
    return this.list().find((command) => command.name === name);
  }
}
