import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files';

// npm run docs: writes what the documents take from the code. test/cli/documents/generated-files.test.ts says when it has to run.

for (const [path, content] of generatedFiles()) writeFileSync(join(__dirname, '../..', path), content);
