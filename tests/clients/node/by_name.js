// node --require: leads Google's host name to PORT on this machine, as an operator's name server would.
// The name is still the one that TLS checks, so the front must have a certificate for it.

const https = require('https');
const tls = require('tls');

https.globalAgent.createConnection = (options) =>
  tls.connect({
    host: '127.0.0.1',
    port: Number(process.env.FRONT_PORT),
    servername: options.servername || options.host,
    ALPNProtocols: ['http/1.1'],
  });
