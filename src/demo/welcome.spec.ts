import { describe, expect, it } from 'vitest';
import { welcome } from './welcome.js';

const OPENING = { url: 'http://127.0.0.1:3000', database: 'postgres', isDemo: false };

describe('The first words of an open shop', () => {
  it('name the documents where they are served', () => {
    const said = welcome({ ...OPENING, hasDocs: true });
    expect(said).toContain('http://127.0.0.1:3000/docs');
    expect(said).toContain('http://127.0.0.1:3000/openapi.json');
  });

  it('name no document that is answered 404', () => {
    expect(welcome({ ...OPENING, hasDocs: false })).not.toMatch(/docs|openapi/i);
  });
});
