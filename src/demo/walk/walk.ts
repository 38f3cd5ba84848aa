import type { Terminal } from '../../common/cli/terminal.js';
import { format } from '../../common/money/decimal.js';
import { Narrator } from './narrator.js';
import { Purchase } from './purchase.js';
import { ShopClient, WalkStopped } from './shop-client.js';

/** Walks through a purchase in the shop at this address, and narrates each step. Returns 0 when the order is paid. */
export async function walk(baseUrl: string, terminal: Terminal): Promise<number> {
  const narrator = new Narrator(terminal);
  terminal.print(`A purchase at ${baseUrl}, step by step.`);
  try {
    const order = await new Purchase(new ShopClient(baseUrl, narrator), narrator).make();
    narrator.end(
      `Order ${order.number} is ${order.status} and ${order.paymentStatus}: ${format(order.totals.total)}.`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof WalkStopped)) throw error;
    narrator.failure(error.message);
    return 1;
  }
}
