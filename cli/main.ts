#!/usr/bin/env node
import { BadSetting, PortUnavailable } from '../relay/ports/errors';
import { StoreProblem } from '../relay/store/errors';
import { Failure } from './failure';
import { createProgram } from './program';

// `stagebox`, as a process.

// A stack leads to the lines of the TypeScript, also when what runs was compiled from it.
process.setSourceMapsEnabled(true);

/** Mistakes that a user can mend are told in words; anything else keeps its stack. */
function complain(error: unknown): void {
  const usersOwn = [Failure, BadSetting, PortUnavailable, StoreProblem];
  console.error(usersOwn.some((kind) => error instanceof kind) ? `stagebox: ${(error as Error).message}` : error);
  process.exitCode = 1;
}

createProgram().parseAsync().catch(complain);
