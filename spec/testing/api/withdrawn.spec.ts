import { closeAll, connect } from './support';

afterEach(closeAll);

it.each([
  ['/cgi-bin/shorturl', 45103],
  ['/datacube/getarticlesummary', 47009],
  ['/datacube/getarticletotal', 47009],
  ['/datacube/getuserread', 47009],
  ['/datacube/getuserreadhour', 47009],
  ['/datacube/getusershare', 47009],
  ['/datacube/getusersharehour', 47009],
])('answers %s that it is gone', async (path, errcode) => {
  const { post } = await connect();
  expect(await post(path)).toMatchObject({ errcode });
});
