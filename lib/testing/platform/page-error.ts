import { ConfigError } from '../../errors';
import type { ProblemText } from '../problems';

/** A merchant does not get through to the end of the authorisation page. */
export class AuthorizationPageError extends ConfigError {
  readonly text: ProblemText;

  constructor(en: string, zh: string) {
    super(`authorizes(): ${en}`);
    this.text = { en, zh };
  }
}
