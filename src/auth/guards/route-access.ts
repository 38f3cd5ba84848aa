import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Access } from '../../common/http/access.decorator.js';

type Handler = Parameters<Reflector['get']>[1];

const reflector = new Reflector();

/** The method overrides its controller. */
export const declaredAccess = (handler: Handler, controller: Handler): Access | undefined =>
  reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller]);

export const accessOf = (context: ExecutionContext): Access | undefined =>
  declaredAccess(context.getHandler(), context.getClass());
