import { describe, expect, it } from 'vitest';
import { Forbidden } from '../../common/errors/errors.js';
import type { UserStatus } from '../entities/user.entity.js';
import { permissionsOf, type Role } from '../permissions.js';
import { changed, isSame, refuseBeyond, type Standing } from './standing.js';

const active = (...roles: Role[]): Standing => ({ status: 'active', roles });
const suspended = (...roles: Role[]): Standing => ({ status: 'suspended', roles });

describe('a change of standing', () => {
  const owner = permissionsOf(['owner']);
  const deputy = new Set([...permissionsOf(['staff']), 'users:write']);
  deputy.delete('payments:write');

  it.each<[string, Standing, Standing]>([
    ['giving a role', active('customer'), active('customer', 'staff')],
    ['taking one', active('owner'), active('customer')],
    ['shutting out', active('staff'), suspended('staff')],
    ['letting in again', suspended('staff'), active('staff')],
    ['shutting out and demoting at once', active('owner'), suspended('customer')],
  ])('takes whoever holds all that is at stake for %s', (_, before, after) => {
    expect(() => refuseBeyond(deputy, before, after)).toThrow(Forbidden);
    expect(() => refuseBeyond(owner, before, after)).not.toThrow();
  });

  it('is free where no power is at stake', () => {
    expect(() => refuseBeyond(deputy, active('customer'), suspended('customer'))).not.toThrow();
    expect(() => refuseBeyond(deputy, active('staff'), active('customer', 'staff'))).not.toThrow();
  });

  it('keeps what is not named, and each role once', () => {
    expect(changed(active('customer'), { status: 'suspended' })).toEqual(suspended('customer'));
    expect(changed(active('customer'), { roles: ['staff', 'customer', 'staff'] })).toEqual(
      active('customer', 'staff'),
    );
  });

  it.each<[boolean, Standing, UserStatus, Role[]]>([
    [true, active('customer', 'staff'), 'active', ['staff', 'customer']],
    [false, active('customer'), 'suspended', ['customer']],
    [false, active('customer'), 'active', ['customer', 'staff']],
  ])('is the same: %s', (same, standing, status, roles) => {
    expect(isSame(standing, { status, roles })).toBe(same);
  });
});
