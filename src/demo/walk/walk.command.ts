import type { StandaloneCommand } from '../../common/cli/standalone.js';
import { Terminal } from '../../common/cli/terminal.js';
import { RuntimeConfig } from '../../common/config/runtime.config.js';
import { loadConfig } from '../../common/config/settings.js';
import { findOwner } from '../../common/database/embedded/embedded-postgres.js';
import { walk } from './walk.js';

const STANDARD_URL = 'http://127.0.0.1:3000';

/** `npm run demo`: needs only a running shop, not its providers or its database. */
export const WALK_COMMAND: StandaloneCommand = {
  name: 'demo:walk',
  summary: 'Buy something in a running shop, step by step over HTTP',
  usage: 'demo:walk [URL]',
  run: async ([given]) => {
    const terminal = new Terminal();
    const url = given ?? findOwner(loadConfig(RuntimeConfig).dataDir)?.appUrl ?? STANDARD_URL;
    if (isWebAddress(url)) return walk(new URL(url).origin, terminal);
    terminal.print(`"${url}" is no address such as ${STANDARD_URL}.`);
    return 1;
  },
};

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
