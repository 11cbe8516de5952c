import * as groups from './groups';
import type { AuthorizationPage } from './groups/component';
import type { AuthorizePage } from './groups/oauth';
import { LOCAL } from './settings';
import type { ApiSettings } from './settings';

/** The addresses in which AppIDs stand, with those of the client where the caller names none. */
export const addresses = ({
  appId,
  componentAppId,
  origin,
  relay,
}: Pick<ApiSettings, 'appId' | 'componentAppId' | 'origin' | 'relay'>) => ({
  oauth: {
    authorizeUrl: (page: AuthorizePage) =>
      at(
        // A relay has no pages.
        relay === undefined ? origin : '',
        groups.oauth.authorizeUrl({
          ...page,
          appid: page.appid ?? appId,
          component_appid: page.component_appid ?? componentAppId,
        }),
      ),
  },
  component: {
    loginPageUrl: (page: AuthorizationPage) =>
      groups.component.loginPageUrl(withPlatform(page, componentAppId)),
    bindComponentH5Url: (page: AuthorizationPage) =>
      groups.component.bindComponentH5Url(withPlatform(page, componentAppId)),
  },
});

const withPlatform = (page: AuthorizationPage, componentAppId: string | undefined): AuthorizationPage => ({
  ...page,
  component_appid: page.component_appid ?? componentAppId,
});

/** What plays WeChat on this machine has its pages too. */
const at = (origin: string, url: string): string =>
  LOCAL.test(origin) ? url.replace(/^https:\/\/[^/]+/, origin) : url;
