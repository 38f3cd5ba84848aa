import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { AuthConfig } from '../auth.config.js';
import { ConcurrencyGate } from '../../common/concurrency-gate.js';

/** Argon2id at one cost for all accounts, because a slower hash would reveal staff by its time. */
@Injectable()
export class Passwords implements OnModuleInit {
  private readonly options: Options;
  private readonly gate: ConcurrencyGate;
  private dummyHash: string;

  constructor(config: AuthConfig) {
    this.options = { memoryCost: config.hashMemoryKib, timeCost: config.hashPasses, parallelism: 1 };
    this.gate = new ConcurrencyGate(
      config.hashConcurrency,
      config.hashQueue,
      'Too many sign-ins at once. Try again shortly.',
    );
  }

  async onModuleInit(): Promise<void> {
    this.dummyHash = await this.hash(randomBytes(32).toString('base64url'));
  }

  /** A PHC string that carries its own salt and cost. */
  hash(password: string): Promise<string> {
    return this.gate.run(() => hash(normalized(password), this.options));
  }

  /** Without a hash (unknown account) it does the same work and returns false. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const isRight = await this.gate.run(() => verify(passwordHash ?? this.dummyHash, normalized(password)));
    return isRight && passwordHash !== undefined;
  }

  needsRehash(passwordHash: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(passwordHash);
    const { options } = this;
    return (
      memoryCost !== options.memoryCost ||
      timeCost !== options.timeCost ||
      parallelism !== options.parallelism
    );
  }
}

/** Keyboards encode the same characters differently; NIST SP 800-63B (3.1.1.2) requires NFKC. */
const normalized = (password: string): string => password.normalize('NFKC');
