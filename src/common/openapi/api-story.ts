import { Injectable } from '@nestjs/common';

/** What the examples of an operation show in place of those of its schemas. */
export interface OperationStory {
  readonly request?: unknown;
  /** The body of its success. */
  readonly answer?: unknown;
}

/** Examples that agree with each other: of schemas by their name, of operations by their `operationId`. */
export interface Story {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, OperationStory>>;
}

/** The story that the examples of the OpenAPI document tell. Whoever knows the whole shop gives it. */
@Injectable()
export class ApiStory {
  told: Story = { schemas: {}, operations: {} };
}
