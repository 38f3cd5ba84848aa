import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

export const CLI_COMMAND = Symbol('cli command');

export interface CommandFacts {
  /** As it is typed: `catalog:import`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Arguments as people read them: `catalog:import FILE [--currency USD]`. */
  readonly usage: string;
}

/** Something that an operator runs by hand, with the application's providers at hand but no server listening. */
export interface Command {
  /** Gives the process's exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Registers a provider as a command of `npm run cli`. */
export const CliCommand = (facts: CommandFacts): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(CLI_COMMAND, facts));
