import { ApiError, type ApiFailure } from '../errors';
import { hintWords } from '../hints';

/** An error of WeChat's, with what usually helps. */
export const createApiError = (failure: Omit<ApiFailure, 'hint'>): ApiError =>
  new ApiError({ ...failure, hint: hintWords(failure)?.en });
