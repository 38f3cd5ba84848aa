import { Injectable } from '@nestjs/common';
import { encode, type Encoding, tagIn } from '../http/compression/encodings.js';
import type { Answer } from './answer.js';

export interface WireForm {
  readonly body: string;
  readonly etag: string;
  readonly route: string;
  readonly encoding: Encoding | undefined;
}

@Injectable()
export class EncodedAnswers {
  private readonly forms = new WeakMap<Answer, Map<Encoding | undefined, WireForm>>();
  private readonly making = new WeakMap<Answer, Map<Encoding, Promise<WireForm>>>();

  /** Undefined when it must be compressed first. */
  find(answer: Answer, encoding: Encoding | undefined): WireForm | undefined {
    const known = this.forms.get(answer)?.get(encoding);
    if (known || encoding !== undefined) return known;
    return this.keep(answer, undefined, answer.body);
  }

  /** Compresses on another thread; concurrent callers share the work. */
  make(answer: Answer, encoding: Encoding): Promise<WireForm> {
    const making = mapIn(this.making, answer);
    const joined = making.get(encoding);
    if (joined) return joined;
    const made = encode(Buffer.from(answer.body, 'latin1'), encoding).then((bytes) =>
      this.keep(answer, encoding, bytes.toString('latin1')),
    );
    making.set(encoding, made);
    return made;
  }

  private keep(answer: Answer, encoding: Encoding | undefined, body: string): WireForm {
    const form = { body, etag: tagIn(answer.etag, encoding), route: answer.route, encoding };
    mapIn(this.forms, answer).set(encoding, form);
    return form;
  }
}

function mapIn<K extends object, A, B>(maps: WeakMap<K, Map<A, B>>, key: K): Map<A, B> {
  const map = maps.get(key) ?? new Map<A, B>();
  maps.set(key, map);
  return map;
}
