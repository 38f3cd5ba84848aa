import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo.accounts.js';

interface Opening {
  readonly url: string;
  /** Where the database came from, for people. */
  readonly database: string;
  readonly isDemo: boolean;
  /** Whether the docs and the OpenAPI document are served. */
  readonly hasDocs: boolean;
}

/** The message after the start: what to open, whom to sign in as, what to try. */
export function welcome({ url, database, isDemo, hasDocs }: Opening): string {
  const lines = [
    '',
    `Cartwright is open at ${url}`,
    '',
    `  API          ${url}/api/v1/products`,
    ...(hasDocs ? [`  Docs         ${url}/docs`, `  OpenAPI      ${url}/openapi.json`] : []),
    `  Health       ${url}/health/ready`,
    `  Database     ${database}`,
  ];
  return [...lines, ...(isDemo ? demoLines() : []), '', 'Ctrl-C stops it.'].join('\n');
}

const demoLines = (): string[] => [
  '',
  ...DEMO_ACCOUNTS.map(
    ({ email, roles }) => `  Sign in      ${email}  ${DEMO_PASSWORD}  (${roles.join(', ')})`,
  ),
  '  Try          npm run demo   (in another terminal: a purchase, step by step)',
];
