// An SMTP server by others (nodemailer's smtp-server). Prints "listening PORT", then "accepted ADDRESS" for each mail it took.
// The local part says what happens: soft* answers 450 the first time, hard* answers 550, dot* answers 550 at the final dot.
'use strict';
const { SMTPServer } = require('smtp-server');

const seen = new Set();
const reply = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onRcptTo({ address }, session, done) {
    if (address.startsWith('soft') && !seen.has(address)) {
      seen.add(address);
      return done(reply(450, '4.2.0 Greylisted'));
    }
    return done(address.startsWith('hard') ? reply(550, '5.1.1 No such user') : null);
  },
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      const [{ address }] = session.envelope.rcptTo;
      if (address.startsWith('dot')) {
        return done(reply(550, '5.7.1 Content rejected'));
      }
      console.log('accepted ' + address);
      return done(null, 'queued');
    });
  },
});

server.on('error', (error) => console.error(error.message));
server.listen(0, '127.0.0.1', () => console.log('listening ' + server.server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
