import { uuidv4 } from '../../common/database/ids.js';
import type {
  Cart,
  Order,
  Payment,
  Product,
  ProductList,
  ShippingMethods,
  Totals,
  Variant,
} from './answers.js';
import type { Narrator } from './narrator.js';
import { type ShopClient, WalkStopped } from './shop-client.js';

const QUANTITY = 2;

const SHOPPER = {
  email: 'mara@example.com',
  shippingAddress: {
    name: 'Mara Lindqvist',
    line1: '350 Fifth Avenue',
    city: 'New York',
    region: 'NY',
    postalCode: '10118',
    country: 'US',
  },
};

/** A guest's purchase, from the first look at the products to the paid order. */
export class Purchase {
  constructor(
    private readonly shop: ShopClient,
    private readonly narrator: Narrator,
  ) {}

  /** Returns the paid order. Throws WalkStopped. */
  async make(): Promise<Order> {
    const variant = await this.chooseVariant();
    const cart = await this.fillCart(variant);
    const ready = await this.chooseShipping(await this.sayWhereTo(cart));
    const order = await this.placeOrder(ready);
    await this.pay(order);
    return this.seePaid(order);
  }

  private async chooseVariant(): Promise<Variant> {
    this.narrator.step('Look at what is on the shelves');
    const { body: list } = await this.shop.send<ProductList>('GET', '/products?inStock=true&limit=5');
    for (const { title, priceFrom } of list.items) this.narrator.amount(title, priceFrom);
    const chosen = list.items.find(({ available }) => available);
    if (!chosen) throw new WalkStopped('Nothing is in stock in this shop, so nothing can be bought.');

    this.narrator.step('Take one from the shelf');
    const { body: product } = await this.shop.send<Product>('GET', `/products/${chosen.slug}`);
    this.narrator.tell(product.description.split('\n', 1)[0]!);
    const variant = product.variants.find(({ available }) => available);
    if (!variant) throw new WalkStopped(`${product.title} has just been sold out. Try again.`);
    this.narrator.amount(`${product.title}, ${variant.title} (${variant.sku})`, variant.price);
    return variant;
  }

  private async fillCart(variant: Variant): Promise<Cart> {
    this.narrator.step('Put it into a new cart');
    const body = { items: [{ variantId: variant.id, quantity: QUANTITY }] };
    return this.tellCart(await this.shop.send<Cart>('POST', '/carts', { body }));
  }

  private async sayWhereTo(cart: Cart): Promise<Cart> {
    this.narrator.step('Say who is buying and where it goes');
    return this.tellCart(await this.shop.send<Cart>('PATCH', `/carts/${cart.id}`, { body: SHOPPER }));
  }

  private async chooseShipping(cart: Cart): Promise<Cart> {
    this.narrator.step('Choose how it travels');
    const { body: methods } = await this.shop.send<ShippingMethods>(
      'GET',
      `/carts/${cart.id}/shipping-methods`,
    );
    for (const { name, price } of methods.items) this.narrator.amount(name, price);
    const [method] = methods.items;
    if (!method) throw new WalkStopped('This shop does not ship to that address.');
    const body = { shippingMethodId: method.id };
    return this.tellCart(await this.shop.send<Cart>('PATCH', `/carts/${cart.id}`, { body }));
  }

  private async placeOrder(cart: Cart): Promise<Order> {
    this.narrator.step('Place the order: prices are frozen and stock is reserved');
    const body = { cartId: cart.id, expectedTotal: cart.totals.total };
    const headers = { 'Idempotency-Key': uuidv4() };
    const { body: order } = await this.shop.send<Order>('POST', '/orders', { body, headers });
    this.tellOrder(order);

    this.narrator.step('Send the same again, as after a lost answer: it is the same order');
    const again = await this.shop.send<Order>('POST', '/orders', { body, headers });
    this.narrator.tell(`Idempotency-Replayed: ${again.headers.get('idempotency-replayed') ?? 'false'}`);
    if (again.body.id !== order.id) throw new WalkStopped('The shop made a second order of one cart.');
    return order;
  }

  private async pay(order: Order): Promise<void> {
    this.narrator.step('Pay with a test card');
    const { body: payment } = await this.shop.send<Payment>('POST', `/orders/${order.id}/payments`, {
      body: { provider: 'test', paymentMethod: 'success' },
      headers: { 'Idempotency-Key': uuidv4(), ...proofOf(order) },
    });
    this.narrator.amount(`payment ${payment.status}`, payment.amount);
    if (payment.failure) throw new WalkStopped(`The payment failed: ${payment.failure.detail}`);
  }

  private async seePaid(order: Order): Promise<Order> {
    this.narrator.step('See the order');
    const { body: paid } = await this.shop.send<Order>('GET', `/orders/${order.id}`, {
      headers: proofOf(order),
    });
    this.tellOrder(paid);
    if (paid.paymentStatus !== 'paid') throw new WalkStopped(`The order is ${paid.paymentStatus}, not paid.`);
    return paid;
  }

  private tellCart({ body: cart }: { body: Cart }): Cart {
    for (const { title, quantity, total } of cart.items)
      this.narrator.amount(`${quantity} x ${title}`, total);
    if (cart.problems.length === 0) this.tellTotals(cart.totals);
    else this.narrator.tell(`still to do: ${cart.problems.map(({ code }) => code).join(', ')}`);
    return cart;
  }

  private tellOrder(order: Order): void {
    this.narrator.tell(`order ${order.number}: ${order.status}, payment ${order.paymentStatus}`);
    this.tellTotals(order.totals);
  }

  private tellTotals({ subtotal, discount, shipping, tax, total }: Totals): void {
    this.narrator.amount('subtotal', subtotal);
    if (discount.amount > 0) this.narrator.amount('discount', { ...discount, amount: -discount.amount });
    this.narrator.amount('shipping', shipping);
    this.narrator.amount('tax', tax);
    this.narrator.amount('total', total);
  }
}

/** A guest's order opens to everyone who holds its token. */
const proofOf = (order: Order): Record<string, string> => ({ 'X-Order-Token': order.accessToken ?? '' });
