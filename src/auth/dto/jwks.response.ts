import { ApiProperty } from '@nestjs/swagger';

/** A public key. */
export class JwkResponse {
  /** Key type. */
  @ApiProperty({ enum: ['EC'], example: 'EC' })
  kty: 'EC';

  /** Curve. */
  @ApiProperty({ enum: ['P-256'], example: 'P-256' })
  crv: 'P-256';

  /** Coordinate x of the point. */
  @ApiProperty({ example: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU' })
  x: string;

  /** Coordinate y of the point. */
  @ApiProperty({ example: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' })
  y: string;

  /** Id of the key in the header of tokens: the thumbprint of RFC 7638. */
  @ApiProperty({ example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' })
  kid: string;

  /** Algorithm. */
  @ApiProperty({ enum: ['ES256'], example: 'ES256' })
  alg: 'ES256';

  /** Use of the key. */
  @ApiProperty({ enum: ['sig'], example: 'sig' })
  use: 'sig';
}

/** A JSON Web Key Set. */
export class JwksResponse {
  /** The key that signs now, and the previous and next keys of the rotation. */
  @ApiProperty({ type: () => [JwkResponse] })
  keys: JwkResponse[];

  static from(keys: readonly JwkResponse[]): JwksResponse {
    return { keys: [...keys] };
  }
}
