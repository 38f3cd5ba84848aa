import { aCustomer } from '../support/builders/accounts.js';
import { arriving } from './arrivals.js';
import { type Check, ms, p99, refused, served } from './figures.js';
import type { Call, Sample } from './requests.js';
import { aCart, type Scene } from './scene.js';

const LOGINS_PER_SECOND = 500;
const CARTS_PER_SECOND = 10;
/** What 4 hashes of 19 MiB and 100 that wait can take, with room for the requests themselves. */
const MOST_MEMORY_MB = 200;

/** L-04: everybody signs in at once, with a wrong password, while others shop. */
export async function loginStorm(scene: Scene, seconds: number): Promise<Check[]> {
  const { user } = await aCustomer(scene.shop);
  const login: Call = {
    method: 'POST',
    path: '/api/v1/auth/login',
    body: { email: user.email, password: 'seven wrong harbors' },
  };
  const shopping = (): Promise<Sample[]> =>
    arriving(scene.sender, () => aCart(scene.variantIds[0]!), { perSecond: CARTS_PER_SECOND, seconds });
  const calm = await shopping();
  const memory = await scene.memory();
  const [logins, busy] = await Promise.all([
    arriving(scene.sender, () => login, { perSecond: LOGINS_PER_SECOND, seconds }),
    shopping(),
  ]);
  const grown = (await scene.memory()) - memory;
  const answered = logins.filter(({ status }) => status === 401).length;
  return [
    {
      test: 'L-04',
      claim: `${LOGINS_PER_SECOND} sign-ins/s take no more memory than the gate lets them`,
      seen: `${grown.toFixed(0)} MB more; ${answered} checked, ${refused(logins).length} told 503`,
      holds: grown < MOST_MEMORY_MB,
    },
    {
      test: 'L-04',
      claim: 'the p99 of carts is less than twice what it is without',
      seen: `${ms(p99(served(busy)))} against ${ms(p99(served(calm)))}; ${served(busy).length} of ${busy.length} served`,
      holds: p99(served(busy)) < p99(served(calm)) * 2 && served(busy).length === busy.length,
    },
  ];
}
