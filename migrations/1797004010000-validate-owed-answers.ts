import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ValidateOwedAnswers1797004010000 extends ForwardMigration {
  readonly sql = `
    ALTER TABLE payments VALIDATE CONSTRAINT payments_owed_answer_check;
  `;
}
