import express from 'express';
import { cloudRunAuth, createApi, createServer, wechat } from 'offiaccount';

const appId = process.env.WECHAT_APP_ID!;
const api = createApi({ appId, accessToken: 'none' }); // by the open-interface service (开放接口服务)
const wx = wechat({ appId, trust: 'cloudrun', api });
wx.text((ctx) => `You said: ${ctx.message.Content}`);

const app = express();
app.use('/wechat', wx); // the path that the console has for pushes

const users = cloudRunAuth({ appId });
app.get('/api/me', users.require(), (req, res) => void res.json({ openid: req.wechat.openid }));

export const server = createServer(app);
