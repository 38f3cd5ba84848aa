import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

export type RevocationReason = 'signed_out' | 'token_reused' | 'suspended' | 'password_set' | 'crowded_out';

/** One sign-in on one device. The refresh token is `id` and `counter` with a MAC, so no token is stored. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @Column('uuid')
  userId: string;

  /** Grows with each rotation; refresh tokens of older counts have been used. */
  @Column('integer', { default: 0 })
  counter: number;

  @Column('timestamptz', { default: () => 'now()' })
  rotatedAt: Date;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  @Column('text', { nullable: true })
  revocationReason: RevocationReason | null;

  /** The place of the sign-in, as a MAC; null for sessions from before places were stored. */
  @Column('text', { nullable: true })
  place: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;
}
