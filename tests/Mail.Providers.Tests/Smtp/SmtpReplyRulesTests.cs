using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public sealed class SmtpReplyRulesTests
{
    [Theory]
    // Basic codes.
    [InlineData("FinalDot", "250 2.0.0 Ok: queued as 4F2", "Accepted")]
    [InlineData("FinalDot", "251 forwarded", "Accepted")]
    [InlineData("FinalDot", "252 will try", "Accepted")]
    [InlineData("Greeting", "421 too many connections", "Throttled")]
    [InlineData("Ehlo", "421 4.3.2 going down", "Throttled")]
    [InlineData("Auth", "421 busy", "Throttled")]
    [InlineData("MailFrom", "421 4.7.0 slow down", "Throttled")]
    [InlineData("RcptTo", "421 4.7.0 slow down", "Throttled")]
    [InlineData("Data", "421 closing", "Throttled")]
    [InlineData("FinalDot", "421 closing", "Throttled")]
    [InlineData("Auth", "432 4.7.12 A password transition is needed", "Refused:Authentication")]
    [InlineData("RcptTo", "450 mailbox busy", "Deferred:Reply")]
    [InlineData("RcptTo", "450 4.2.0 try again later", "Deferred:Reply")]
    [InlineData("RcptTo", "451 4.3.0 local error", "Deferred:Reply")]
    [InlineData("FinalDot", "451 Temporary service failure", "Deferred:Reply")]
    [InlineData("Greeting", "450 busy", "Throttled")]
    [InlineData("RcptTo", "452 insufficient storage", "Deferred:Reply")]
    [InlineData("RcptTo", "452 4.5.3 too many recipients", "Deferred:Reply")]
    [InlineData("RcptTo", "452 4.2.2 mailbox is full", "Deferred:MailboxFull")]
    [InlineData("MailFrom", "452 4.3.1 insufficient system storage", "Throttled")]
    [InlineData("Ehlo", "454 4.7.0 TLS not available", "Throttled")]
    [InlineData("FinalDot", "454 Throttling failure: Maximum sending rate exceeded.", "Throttled")]
    [InlineData("FinalDot", "454 Throttling failure: Daily message quota exceeded.", "Refused:Quota")]
    [InlineData("MailFrom", "454 Throttling failure: Daily message quota exceeded.", "Refused:Quota")]
    [InlineData("Auth", "454 4.7.0 Temporary authentication failure", "Throttled")]
    [InlineData("MailFrom", "455 cannot accommodate", "Deferred:Reply")]
    [InlineData("RcptTo", "500 unknown user", "Rejected:UnknownMailbox")]
    [InlineData("MailFrom", "500 syntax", "Refused:Other")]
    [InlineData("MailFrom", "501 syntax", "Refused:Other")]
    [InlineData("Data", "503 sequence", "Refused:Other")]
    [InlineData("RcptTo", "503 sequence", "Refused:Other")]
    [InlineData("MailFrom", "504 parameter", "Refused:Other")]
    [InlineData("RcptTo", "501 5.1.3 bad address syntax", "Rejected:BadAddress")]
    [InlineData("RcptTo", "501 bad address", "Rejected:BadAddress")]
    [InlineData("Ehlo", "501 bad name", "Refused:Configuration")]
    [InlineData("Greeting", "521 host does not accept mail", "Refused:Configuration")]
    [InlineData("RcptTo", "521 host does not accept mail", "Rejected:UnknownDomain")]
    [InlineData("RcptTo", "556 5.1.10 null MX", "Rejected:UnknownDomain")]
    [InlineData("RcptTo", "556 domain does not accept mail", "Rejected:UnknownDomain")]
    [InlineData("MailFrom", "523 encryption needed", "Refused:Configuration")]
    [InlineData("MailFrom", "530 5.7.0 Authentication required", "Refused:Authentication")]
    [InlineData("MailFrom", "530 5.7.0 Must issue a STARTTLS command first", "Refused:Configuration")]
    [InlineData("Auth", "534 5.7.9 mechanism too weak", "Refused:Authentication")]
    [InlineData("Auth", "535 5.7.8 bad credentials", "Refused:Authentication")]
    [InlineData("Auth", "538 5.7.11 encryption required", "Refused:Authentication")]
    [InlineData("RcptTo", "541 rejected", "Rejected:Policy")]
    [InlineData("RcptTo", "550 no such user", "Rejected:UnknownMailbox")]
    [InlineData("FinalDot", "550 rejected", "Rejected:Policy")]
    [InlineData("MailFrom", "550 sender denied", "Refused:Sender")]
    [InlineData("RcptTo", "551 user not local", "Rejected:UnknownMailbox")]
    [InlineData("RcptTo", "552 5.2.2 mailbox full", "Deferred:MailboxFull")]
    [InlineData("RcptTo", "552 exceeded storage allocation", "Deferred:MailboxFull")]
    [InlineData("FinalDot", "552 too large", "Rejected:MessageTooLarge")]
    [InlineData("MailFrom", "552 size exceeds maximum", "Rejected:MessageTooLarge")]
    [InlineData("MailFrom", "552 5.3.4 message size exceeds fixed limit", "Refused:MessageTooLarge")]
    [InlineData("FinalDot", "552 5.2.3 too long for this mailbox", "Rejected:MessageTooLarge")]
    [InlineData("RcptTo", "553 mailbox name not allowed", "Rejected:BadAddress")]
    [InlineData("MailFrom", "553 5.7.1 sender not owned by user", "Refused:Sender")]
    [InlineData("MailFrom", "553 not allowed", "Refused:Sender")]
    [InlineData("Greeting", "554 no SMTP service here", "Refused:Suspended")]
    [InlineData("FinalDot", "554 transaction failed", "Rejected:Policy")]
    [InlineData("FinalDot", "554 5.7.1 looks like spam", "Rejected:Policy")]
    [InlineData("MailFrom", "555 parameters not recognised", "Refused:Configuration")]
    [InlineData("RcptTo", "555 parameters not recognised", "Refused:Configuration")]
    [InlineData("Ehlo", "502 not implemented", "Refused:Configuration")]
    // Neither yes nor no.
    [InlineData("FinalDot", "354 go on", "Unknown")]
    [InlineData("Data", "250 Ok", "Deferred:Fault")]
    [InlineData("Greeting", "250 Ok", "Unreachable")]
    // Enhanced codes.
    [InlineData("RcptTo", "550 5.1.0 address rejected", "Rejected:Other")]
    [InlineData("RcptTo", "550 5.1.1 unknown", "Rejected:UnknownMailbox")]
    [InlineData("FinalDot", "550 5.1.1 unknown", "Rejected:UnknownMailbox")]
    [InlineData("RcptTo", "550 5.1.2 bad domain", "Rejected:UnknownDomain")]
    [InlineData("RcptTo", "550 5.1.3 bad syntax", "Rejected:BadAddress")]
    [InlineData("RcptTo", "550 5.1.4 ambiguous", "Rejected:Other")]
    [InlineData("RcptTo", "550 5.1.6 moved", "Rejected:UnknownMailbox")]
    [InlineData("MailFrom", "501 5.1.7 bad sender", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.1.8 sender domain not found", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.1.10 null MX", "Rejected:UnknownDomain")]
    [InlineData("RcptTo", "550 5.2.1 disabled", "Rejected:MailboxDisabled")]
    [InlineData("RcptTo", "450 4.2.1 over rate", "Deferred:Reply")]
    [InlineData("FinalDot", "554 5.2.2 full", "Deferred:MailboxFull")]
    [InlineData("RcptTo", "550 5.2.3 too long", "Rejected:MessageTooLarge")]
    [InlineData("RcptTo", "550 5.2.4 list expansion", "Rejected:Other")]
    [InlineData("FinalDot", "550 5.3.0 other", "Deferred:Reply")]
    [InlineData("FinalDot", "550 5.3.1 system full", "Deferred:Reply")]
    [InlineData("RcptTo", "450 4.3.2 not accepting", "Deferred:Reply")]
    [InlineData("RcptTo", "550 5.3.2 not accepting", "Deferred:Reply")]
    [InlineData("MailFrom", "550 5.3.3 not capable", "Refused:Configuration")]
    [InlineData("FinalDot", "554 5.3.4 too big", "Refused:MessageTooLarge")]
    [InlineData("RcptTo", "550 5.4.1 no answer", "Deferred:Reply")]
    [InlineData("RcptTo", "450 4.4.2 bad connection", "Deferred:Reply")]
    [InlineData("RcptTo", "550 5.4.3 directory failure", "Deferred:Reply")]
    [InlineData("RcptTo", "450 4.4.4 unable to route", "Deferred:Reply")]
    [InlineData("RcptTo", "550 5.4.4 unable to route", "Rejected:UnknownDomain")]
    [InlineData("RcptTo", "451 4.4.5 congestion", "Throttled")]
    [InlineData("RcptTo", "550 5.4.5 congestion", "Throttled")]
    [InlineData("RcptTo", "550 5.4.6 loop", "Rejected:Other")]
    [InlineData("FinalDot", "554 5.4.7 expired", "Rejected:Other")]
    [InlineData("MailFrom", "550 5.5.0 protocol", "Refused:Other")]
    [InlineData("MailFrom", "500 5.5.1 invalid command", "Refused:Other")]
    [InlineData("MailFrom", "501 5.5.2 syntax", "Refused:Other")]
    [InlineData("RcptTo", "550 5.5.3 too many recipients", "Deferred:Reply")]
    [InlineData("MailFrom", "501 5.5.4 arguments", "Refused:Other")]
    [InlineData("MailFrom", "500 5.5.6 line too long", "Refused:Authentication")]
    [InlineData("RcptTo", "550 5.6.7 non-ASCII addresses not permitted", "Rejected:NeedsSmtpUtf8")]
    [InlineData("FinalDot", "554 5.6.9 UTF-8 header needed", "Rejected:NeedsSmtpUtf8")]
    [InlineData("FinalDot", "554 5.6.0 media", "Rejected:Other")]
    [InlineData("RcptTo", "451 4.7.0 rate", "Throttled")]
    [InlineData("FinalDot", "552 5.7.0 content blocked", "Rejected:Policy")]
    [InlineData("MailFrom", "550 5.7.1 not authorised", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.7.1 blocked", "Rejected:Policy")]
    [InlineData("FinalDot", "550 5.7.1 spam", "Rejected:Policy")]
    [InlineData("RcptTo", "550 5.7.2 list expansion prohibited", "Rejected:Policy")]
    [InlineData("FinalDot", "550 5.7.5 cryptographic failure", "Refused:Authentication")]
    [InlineData("MailFrom", "550 5.7.8 credentials", "Refused:Authentication")]
    [InlineData("MailFrom", "550 5.7.9 mechanism", "Refused:Authentication")]
    [InlineData("MailFrom", "550 5.7.11 encryption", "Refused:Authentication")]
    [InlineData("MailFrom", "550 5.7.12 transition", "Refused:Authentication")]
    [InlineData("RcptTo", "550 5.7.13 account disabled", "Rejected:MailboxDisabled")]
    [InlineData("MailFrom", "550 5.7.13 account disabled", "Refused:Suspended")]
    [InlineData("Auth", "525 5.7.13 account disabled", "Refused:Suspended")]
    [InlineData("MailFrom", "550 5.7.14 trust", "Refused:Authentication")]
    [InlineData("RcptTo", "550 5.7.17 owner changed", "Rejected:UnknownMailbox")]
    [InlineData("RcptTo", "550 5.7.18 domain owner changed", "Rejected:UnknownMailbox")]
    [InlineData("FinalDot", "550 5.7.20 no DKIM", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.21 DKIM", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.22 DKIM", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.7.23 SPF", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.7.24 SPF", "Refused:Sender")]
    [InlineData("RcptTo", "550 5.7.25 reverse DNS", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.26 unauthenticated", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.27 SPF", "Refused:Sender")]
    [InlineData("FinalDot", "421 4.7.26 unauthenticated", "Refused:Sender")]
    [InlineData("FinalDot", "450 4.7.27 SPF", "Refused:Sender")]
    [InlineData("FinalDot", "450 4.7.30 DKIM", "Refused:Sender")]
    [InlineData("FinalDot", "450 4.7.32 alignment", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.30 DKIM", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.32 alignment", "Refused:Sender")]
    [InlineData("RcptTo", "450 4.7.28 flood", "Throttled")]
    [InlineData("RcptTo", "550 5.7.28 flood", "Throttled")]
    [InlineData("FinalDot", "550 5.7.29 TLS", "Refused:Configuration")]
    [InlineData("FinalDot", "550 5.7.515 Access denied, sending domain does not meet the required authentication level", "Refused:Sender")]
    [InlineData("FinalDot", "550 5.7.64 other policy", "Rejected:Policy")]
    // The basic digit wins.
    [InlineData("RcptTo", "452 5.2.2 mailbox full", "Deferred:MailboxFull")]
    [InlineData("RcptTo", "450 5.1.1 unknown", "Deferred:Reply")]
    [InlineData("RcptTo", "550 4.2.1 unknown", "Rejected:UnknownMailbox")]
    // Texts of well-known servers.
    [InlineData("RcptTo", "450 4.2.1 The user you are trying to contact is receiving email too quickly.", "Deferred:Reply")]
    [InlineData("RcptTo", "452 4.2.2 The recipient's inbox is out of storage space.", "Deferred:MailboxFull")]
    [InlineData("RcptTo", "552 5.2.2 OverQuotaPerm", "Rejected:MailboxDisabled")]
    [InlineData("FinalDot", "421 -4.7.0 unusual rate of unsolicited mail", "Throttled")]
    [InlineData("MailFrom", "421 4.7.0 [TSS04] Messages temporarily deferred", "Throttled")]
    [InlineData("RcptTo", "552 1 Requested mail action aborted, mailbox not found", "Rejected:UnknownMailbox")]
    [InlineData("RcptTo", "554 30 Sorry, your message cannot be delivered: mailbox disabled", "Rejected:MailboxDisabled")]
    [InlineData("MailFrom", "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent (S3150)", "Refused:Suspended")]
    [InlineData("RcptTo", "550 5.4.1 Recipient address rejected: Access denied", "Rejected:UnknownMailbox")]
    [InlineData("RcptTo", "550 5.5.0 Requested action not taken: mailbox unavailable", "Rejected:UnknownMailbox")]
    [InlineData("FinalDot", "550 5.4.5 Daily user sending limit exceeded", "Refused:Quota")]
    [InlineData("FinalDot", "554 Message rejected: Email address is not verified.", "Refused:Sender")]
    [InlineData("RcptTo", "554 5.7.1 <a@x.test>: Relay access denied", "Refused:Authentication")]
    // Greylisting.
    [InlineData("RcptTo", "450 4.7.1 try again later", "Deferred:Reply")]
    [InlineData("RcptTo", "451 4.7.1 Greylisting in action", "Deferred:Reply")]
    [InlineData("RcptTo", "451 4.7.0 Greylisted, try again in 300 seconds", "Deferred:Reply")]
    [InlineData("Data", "450 4.2.0 temporarily deferred", "Deferred:Reply")]
    [InlineData("MailFrom", "451 4.3.2 please try again later", "Deferred:Reply")]
    [InlineData("Greeting", "450 greylisted", "Throttled")]
    public void Classify_Row_IsTheOutcomeOfTheTable(string stage, string line, string expected)
    {
        var outcome = Classify(stage, line);

        Assert.Equal(expected, OutcomeText.Of(outcome));
    }

    [Theory]
    [InlineData("421 4.7.0 [TSS04] deferred", 7200)]
    [InlineData("421 4.7.0 [TSS05] deferred", 14400)]
    [InlineData("421 4.7.1 [TS03] All messages permanently deferred", 172800)]
    [InlineData("421 4.7.0 [TS02] deferred", 60)]
    [InlineData("421 4.7.0 [TS03] deferred", 6)]
    [InlineData("421 4.7.28 unusual rate of unsolicited mail", 1800)]
    [InlineData("421 4.7.0 try again in 2 minutes", 120)]
    public void Classify_ThrottledWithATime_CarriesIt(string line, int seconds)
    {
        var throttled = Assert.IsType<SendOutcome.Throttled>(Classify("MailFrom", line));

        Assert.Equal(TimeSpan.FromSeconds(seconds), throttled.RetryAfter);
    }

    [Fact]
    public void Classify_GreylistedWithATime_CarriesItAndTheReply()
    {
        var deferred = Assert.IsType<SendOutcome.Deferred>(Classify("RcptTo", "450 4.2.0 Greylisted, try again in 300 seconds"));

        Assert.Equal(TimeSpan.FromMinutes(5), deferred.RetryAfter);
        Assert.Equal("450 4.2.0 Greylisted, try again in 300 seconds", deferred.Reply);
    }

    [Fact]
    public void Classify_HugeReplyWithControls_IsOneShortLine()
    {
        var rejected = Assert.IsType<SendOutcome.Rejected>(Classify("RcptTo", "550 5.1.1 \u001b[31mno\r\n" + new string('x', 100_000)));

        Assert.True(rejected.Reply.Length <= 310);
        Assert.DoesNotContain(rejected.Reply, char.IsControl);
    }

    private static SendOutcome Classify(string stage, string line)
        => SmtpReplyRules.Classify(Enum.Parse<SmtpStage>(stage), new SmtpReply(int.Parse(line.AsSpan(0, 3), provider: null), line[4..]));
}
