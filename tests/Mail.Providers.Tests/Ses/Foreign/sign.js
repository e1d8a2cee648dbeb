// Signs the requests of the file it is given and prints one Authorization header a line.
const { SignatureV4 } = require('@smithy/signature-v4');
const { Sha256 } = require('@aws-crypto/sha256-js');
const cases = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));

(async () => {
  for (const { method, uri, type, body, date, region, credentials } of cases) {
    const url = new URL(uri);
    const signer = new SignatureV4({ service: 'ses', region, credentials, sha256: Sha256, applyChecksum: false });
    const headers = { host: url.host };
    if (type) {
      headers['content-type'] = type;
    }

    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body: body ?? undefined,
    }, { signingDate: new Date(date) });
    console.log(signed.headers.authorization);
  }
})();
