import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

/** Why a session ended before its time. */
export type RevocationReason = 'signed_out' | 'token_reused' | 'suspended' | 'password_set' | 'crowded_out';

/** One sign-in on one device. Its refresh token is `id` and `counter` under a MAC, so no token is stored. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @Column('uuid')
  userId: string;

  /** Rises with each rotation; the refresh token of an older count is spent. */
  @Column('integer', { default: 0 })
  counter: number;

  @Column('timestamptz', { default: () => 'now()' })
  rotatedAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  @Column('text', { nullable: true })
  revocationReason: RevocationReason | null;

  /** Where it was opened, under a MAC; null for those opened before places were kept. */
  @Column('text', { nullable: true })
  place: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;
}
