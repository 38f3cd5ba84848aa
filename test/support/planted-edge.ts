import {
  Body,
  type CanActivate,
  Controller,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max } from 'class-validator';
import { CommonModule } from '../../src/common/common.module.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { Public } from '../../src/common/http/access.decorator.js';
import { DerivedSecret, DerivedSecrets } from '../../src/common/http/derived-secret.js';
import { Etagged } from '../../src/common/http/etag.interceptor.js';
import { type Lease, Idempotency } from '../../src/common/http/idempotency/idempotency.js';
import { Idempotent, IdempotencyLease } from '../../src/common/http/idempotency/idempotent.decorator.js';
import { IfMatch } from '../../src/common/http/if-match.js';
import { Cursors, PageQuery } from '../../src/common/http/pagination.js';
import { requestOf } from '../../src/common/http/request.js';
import { Text } from '../../src/common/http/validators.js';

export class NoteDto {
  @ApiProperty({ example: 'hello' })
  @Text({ max: 20 })
  text: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsInt()
  @Max(10)
  waitMs?: number;
}

const open = { schema: { type: 'object' as const, additionalProperties: true } };

/** Who is signed in is said by a header here: the edge does not care how it was proven. */
@Injectable()
class HeaderGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = requestOf(context);
    const userId = request.headers['x-test-user'];
    if (typeof userId === 'string')
      request.principal = { userId, sessionId: 's', roles: [], permissions: new Set<string>() };
    return true;
  }
}

/** A controller that uses what the edge offers, in a module of its own. */
@Controller('notes')
@Public()
class NotesController {
  constructor(
    private readonly transaction: Transaction,
    private readonly secrets: DerivedSecrets,
    private readonly cursors: Cursors,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Idempotent({ required: true })
  @ApiOkResponse(open)
  async createNote(@Body() note: NoteDto): Promise<{ id: number; text: string; secret: DerivedSecret }> {
    const [row] = await this.transaction.sql<{ id: number }>(
      'INSERT INTO notes (text) VALUES ($1) RETURNING id, pg_sleep($2)',
      [note.text, (note.waitMs ?? 0) / 10],
    );
    if (note.text === 'fail') throw new Error('after the effect');
    return { id: row!.id, text: note.text, secret: this.secrets.derive('note', String(row!.id)) };
  }

  @Post('two-phase')
  @Idempotent({ required: true, twoPhase: true })
  @HttpCode(202)
  @ApiOkResponse(open)
  async createNoteInTwoPhases(@Body() note: NoteDto, @IdempotencyLease() lease: Lease | undefined) {
    const { isLeft, row } = await this.transaction.run(async () => {
      const wasLeft = await this.idempotency.begin(lease);
      const written = wasLeft
        ? 'SELECT id FROM notes WHERE text = $1'
        : 'INSERT INTO notes (text) VALUES ($1) RETURNING id';
      const [found] = await this.transaction.sql<{ id: number }>(written, [note.text]);
      return { isLeft: wasLeft, row: found };
    });
    if (note.text === 'crash' && !isLeft) throw new Error('between the two transactions');
    const body = { id: row!.id, text: note.text };
    await this.transaction.run(() => this.idempotency.complete(lease, 202, body));
    return body;
  }

  @Get()
  @ApiOkResponse(open)
  async listNotes(@Query() query: PageQuery) {
    const after = this.cursors.decode('notes', query.cursor)?.[0] ?? 0;
    const rows = await this.transaction.sql<{ id: number }>(
      'SELECT id FROM notes WHERE id > $1 ORDER BY id LIMIT $2',
      [after, query.limit + 1],
    );
    return this.cursors.page(rows, query.limit, 'notes', (last) => [last.id]);
  }

  @Get('other')
  @ApiOkResponse(open)
  listOtherNotes(@Query() query: PageQuery) {
    this.cursors.decode('other', query.cursor);
    return { items: [], nextCursor: null };
  }

  @Get(':id')
  @Etagged()
  @ApiOkResponse(open)
  getNote(@Param('id') id: string) {
    return { id, version: 7 };
  }

  @Delete(':id')
  @HttpCode(200)
  @ApiOkResponse(open)
  deleteNote(@Param('id') id: string, @IfMatch() expected: number | undefined) {
    return { id, expected: expected ?? null };
  }
}

@Module({
  imports: [CommonModule],
  controllers: [NotesController],
  providers: [{ provide: APP_GUARD, useClass: HeaderGuard }],
})
export class PlantedEdgeModule {}
