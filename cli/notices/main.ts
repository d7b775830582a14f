import { start } from '../command.ts';
import { notices } from './notices.ts';

await start(notices());
