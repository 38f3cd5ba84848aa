import { Injectable } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from '../common/http/access.decorator.js';
import { PERMISSIONS } from './permissions.js';

/** The program has a route whose access nobody decided. */
export class UndeclaredAccess extends Error {
  constructor(faults: readonly string[]) {
    super(
      `Routes do not say rightly who may call them:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

const PERMISSION_NAMES: ReadonlySet<string> = new Set(PERMISSIONS);

/**
 * Stops the boot when a route does not say who may call it, or asks for a permission that nobody could hold. It looks
 * while the application is being put together, before anything relies on what the routes declare.
 */
@Injectable()
export class RouteAccessCheck {
  constructor(
    discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {
    const controllers = discovery.getControllers().map(({ metatype }) => metatype as Controller);
    const faults = controllers.flatMap((controller) => this.faultsOf(controller));
    if (faults.length > 0) throw new UndeclaredAccess(faults);
  }

  private faultsOf(controller: Controller): string[] {
    const { prototype } = controller;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((method) => this.reflector.get(METHOD_METADATA, prototype[method]!) !== undefined)
      .flatMap((method) => {
        const fault = this.faultOf(controller, prototype[method]!);
        return fault === undefined ? [] : [`${controller.name}.${method} ${fault}`];
      });
  }

  private faultOf(controller: Controller, handler: Handler): string | undefined {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]);
    if (!access) return 'needs @Public(), @SignedIn() or @RequirePermission()';
    if (access.kind !== 'permission' || PERMISSION_NAMES.has(access.permission)) return undefined;
    return `asks for the permission ${access.permission}, which is not in PERMISSIONS`;
  }
}

type Handler = (...args: never[]) => unknown;

interface Controller {
  new (...args: never[]): unknown;
  readonly name: string;
  readonly prototype: Record<string, Handler>;
}
