import * as groups from './groups';
import type { AuthorizationPage } from './groups/component';
import type { AuthorizePage } from './groups/oauth';
import type { Settings } from './settings';

/** The addresses in which AppIDs stand, with those of the client where the caller names none. */
export const addresses = ({ appId, componentAppId }: Pick<Settings, 'appId' | 'componentAppId'>) => ({
  oauth: {
    authorizeUrl: (page: AuthorizePage) =>
      groups.oauth.authorizeUrl({
        ...page,
        appid: page.appid ?? appId,
        component_appid: page.component_appid ?? componentAppId,
      }),
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
