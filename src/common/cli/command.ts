import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

export const CLI_COMMAND = Symbol('cli command');

export interface CommandFacts {
  /** As typed: `catalog:import`. */
  readonly name: string;
  readonly summary: string;
  /** For people: `catalog:import FILE [--currency USD]`. */
  readonly usage: string;
}

/** A command for operators, with all providers of the application and no server. */
export interface Command {
  /** Returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** Registers a provider as a command of `npm run cli`. */
export const CliCommand = (facts: CommandFacts): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(CLI_COMMAND, facts));
