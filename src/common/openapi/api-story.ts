import { Injectable } from '@nestjs/common';

/** Replaces the schemas' examples in one operation. */
export interface OperationStory {
  readonly request?: unknown;
  readonly answer?: unknown;
}

/** Consistent examples: of schemas by name, of operations by `operationId`. */
export interface Story {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, OperationStory>>;
}

/** Holds the story of the document's examples; a module that knows the whole shop provides it. */
@Injectable()
export class ApiStory {
  told: Story = { schemas: {}, operations: {} };
}
