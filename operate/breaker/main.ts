import { start } from '../start.ts';
import { breaker } from './breaker.ts';

await start(breaker());
