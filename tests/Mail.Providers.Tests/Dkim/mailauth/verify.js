// node verify.js RECORDS.json SENDER MAIL.eml...: what mailauth says of each mail, one JSON object a line.
// RECORDS.json stands for the DNS: {"name": {"TXT": ["..."]}}.
'use strict';
const fs = require('fs');
// Its parts, not the whole: that loads BIMI, which wants a newer node.
const { dkimVerify } = require('mailauth/lib/dkim/verify');
const { spf } = require('mailauth/lib/spf');
const { evaluateDmarc } = require('mailauth/lib/dmarc');

const [recordsFile, sender, ...mails] = process.argv.slice(2);
const records = JSON.parse(fs.readFileSync(recordsFile, 'utf8'));

const resolver = async (name, type) => {
    const found = records[name.toLowerCase()] && records[name.toLowerCase()][type];
    if (!found) {
        throw Object.assign(new Error(`queryTxt ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    }
    return type === 'TXT' ? found.map(text => [text]) : found;
};

(async () => {
    for (const mail of mails) {
        const dkim = await dkimVerify(fs.readFileSync(mail), { resolver, sender });
        const sentBy = await spf({ ip: '192.0.2.1', helo: 'mail.acme.test', sender, mta: 'mx.x.test', resolver });
        const dmarc = await evaluateDmarc({
            headerFrom: dkim.headerFrom,
            fromFields: dkim.fromFields,
            spfDomains: [], // so that the signatures alone have to carry it
            dkimDomains: dkim.results.filter(result => result.status.result === 'pass').map(result => ({ id: result.id, domain: result.signingDomain, aligned: result.status.aligned, underSized: result.status.underSized })),
            resolver,
        });
        console.log(JSON.stringify({
            dkim: dkim.results.map(result => `${result.algo} ${result.status.result}`),
            spf: sentBy.status.result,
            dmarc: dmarc.response.status.result,
        }));
    }
})();
