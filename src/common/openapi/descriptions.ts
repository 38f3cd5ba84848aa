import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf, type PlacedOperation } from './operations.js';
import { sentenceOf } from '../http/tag.decorator.js';

interface Parameter {
  readonly in: string;
  readonly name: string;
  description?: string;
}

interface Answer {
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** Fills in missing descriptions of parameters and answers. */
export function fillDescriptions(document: OpenAPIObject): void {
  for (const placed of operationsOf(document)) {
    for (const parameter of (placed.operation.parameters ?? []) as Parameter[])
      if (parameter.in === 'path') parameter.description ??= ofPath(placed.path, parameter.name);
    for (const [status, response] of Object.entries(placed.operation.responses))
      if ('description' in response! && saysNothing(response.description, placed))
        response.description = ofAnswer(status, response, placed);
  }
  document.tags = tagsOf(document);
}

/** `/carts/{id}/items/{itemId}`: the cart, the item. */
function ofPath(path: string, name: string): string {
  const parts = path.split('/');
  const before = parts[parts.indexOf(`{${name}}`) - 1]!;
  const what = name === 'id' ? before.replace(/ies$/, 'y').replace(/s$/, '') : name.replace(/Id$/, '');
  return `Id of the ${what.replaceAll('-', ' ')}.`;
}

/** Nest repeats an operation's description for its answer. */
const saysNothing = (description: string, { operation }: PlacedOperation): boolean =>
  (operation.description ?? '').startsWith(description);

const ANSWERS: Readonly<Record<string, string>> = {
  '201': 'Created.',
  '204': 'Done, without content.',
};

function ofAnswer(status: string, { headers }: Answer, { method }: PlacedOperation): string {
  if (status === '202')
    return headers?.['Location']
      ? 'Accepted; read its progress at `Location`.'
      : 'Accepted; a job does the rest.';
  return ANSWERS[status] ?? (method === 'get' ? 'The requested resource.' : 'Done; the current state.');
}

const tagsOf = (document: OpenAPIObject) =>
  [...new Set([...operationsOf(document)].flatMap(({ operation }) => operation.tags ?? []))]
    .toSorted()
    .map((name) => ({ name, description: sentenceOf(name) }));
