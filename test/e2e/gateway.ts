import { makeUser, removeUser, type User } from './iam-users.ts';
import type { Target } from './target.ts';

/** The gateway account, in which users are created and deleted. */
export class Gateway {
  private readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }

  async come(userName: string): Promise<User> {
    const user = await makeUser(this.target, 'gateway', userName);
    await this.target.cloudTrail.changed('CreateUser', user);
    return user;
  }

  async go(user: User): Promise<void> {
    await removeUser(this.target, 'gateway', user.userName);
    await this.target.cloudTrail.changed('DeleteUser', user);
  }
}
