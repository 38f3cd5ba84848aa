import { PluginMetadataGenerator } from '@nestjs/cli/lib/compiler/plugins/plugin-metadata-generator.js';
import { ReadonlyVisitor } from '@nestjs/swagger/plugin';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const OUTPUT = join(import.meta.dirname, '..', '.generated');
const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Writes down what the compiler's OpenAPI plugin adds to DTOs and controllers, so that the document is whole under the
 * test runner, which strips types file by file. Done again only when a source has changed.
 */
export function generateSwaggerMetadata(): void {
  const digest = digestOfSources();
  const stamp = join(OUTPUT, 'digest.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  mkdirSync(OUTPUT, { recursive: true });
  new PluginMetadataGenerator().generate({
    visitors: [new ReadonlyVisitor({ ...pluginOptions(), pathToSource: OUTPUT })],
    outputDir: OUTPUT,
    tsProgramRef: program(),
    printDiagnostics: false,
  });
  writeFileSync(stamp, digest);
}

function program(): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.build.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
      },
    },
  );
  // What the application reaches, and nothing that lies beside it.
  return ts.createProgram({ rootNames: [join(ROOT, 'src', 'main.ts')], options: config!.options });
}

function pluginOptions(): object {
  const cli = JSON.parse(readFileSync(join(ROOT, 'nest-cli.json'), 'utf8')) as {
    compilerOptions: { plugins: { options: object }[] };
  };
  return cli.compilerOptions.plugins[0]!.options;
}

function digestOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'nest-cli.json')));
  for (const name of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(ROOT, 'src', name)));
  }
  return hash.digest('hex');
}
