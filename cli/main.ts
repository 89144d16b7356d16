#!/usr/bin/env node
import { BadSetting, PortUnavailable } from '../relay/ports/errors';
import { StoreProblem } from '../relay/store/errors';
import { Failure } from './failure';
import { surviveClosedOutput } from './live/ending';
import { createProgram } from './program';

// The process `stagebox`.

// Stack traces show lines of the TypeScript, also when the compiled program runs.
process.setSourceMapsEnabled(true);

/** Prints a mistake that the user can correct as a message, and any other error with its stack. */
function complain(error: unknown): void {
  const usersOwn = [Failure, BadSetting, PortUnavailable, StoreProblem];
  console.error(usersOwn.some((kind) => error instanceof kind) ? `stagebox: ${(error as Error).message}` : error);
  process.exitCode = 1;
}

surviveClosedOutput();
createProgram().parseAsync().catch(complain);
